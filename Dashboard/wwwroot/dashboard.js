// The crosshair of charts: reads the points that the server wrote beside a plot and shows the nearest one under the pointer.
// A plot's data-points is "x|text" per line, x in thousandths of the width, ascending.
(() => {
  const parsed = new WeakMap();

  function pointsOf(plot) {
    const text = plot.dataset.points || "";
    const known = parsed.get(plot);
    if (known && known.text === text) return known.points;
    const points = text.split("\n").filter(Boolean).map(line => {
      const bar = line.indexOf("|");
      return { x: Number(line.slice(0, bar)), text: line.slice(bar + 1).replaceAll("\\n", "\n") };
    });
    parsed.set(plot, { text, points });
    return points;
  }

  function nearest(points, x) {
    let low = 0, high = points.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (points[middle].x < x) low = middle; else high = middle;
    }
    return Math.abs(points[low].x - x) <= Math.abs(points[high].x - x) ? points[low] : points[high];
  }

  function hide(plot) {
    for (const part of plot.querySelectorAll(".cross, .tip")) part.style.display = "none";
  }

  let current = null;
  document.addEventListener("pointermove", event => {
    const plot = event.target instanceof Element ? event.target.closest(".plot[data-points]") : null;
    if (current && current !== plot) hide(current);
    current = plot;
    if (!plot) return;
    const points = pointsOf(plot);
    if (points.length === 0) return;
    const box = plot.getBoundingClientRect();
    const point = nearest(points, (event.clientX - box.left) / box.width * 1000);
    const cross = plot.querySelector(".cross"), tip = plot.querySelector(".tip");
    cross.style.left = point.x / 10 + "%";
    cross.style.display = "block";
    tip.textContent = point.text;
    tip.style.display = "block";
    const left = point.x / 1000 * box.width;
    tip.style.left = (left + 14 + tip.offsetWidth > box.width ? Math.max(0, left - 14 - tip.offsetWidth) : left + 14) + "px";
  }, { passive: true });
  document.addEventListener("pointerleave", () => { if (current) hide(current); });
})();

// A restarted service does not know this page any more: it is loaded anew as soon as the service answers.
(() => {
  const askEveryMs = 1000;
  const notice = document.getElementById("components-reconnect-modal");
  let isAsking = false;

  async function reloadWhenBack() {
    isAsking = true;
    for (;;) {
      try {
        if ((await fetch("health/live", { cache: "no-store" })).ok) break;
      } catch {
        // Not back yet.
      }
      await new Promise(resolve => setTimeout(resolve, askEveryMs));
    }
    location.reload();
  }

  new MutationObserver(() => {
    if (!isAsking && /components-reconnect-(failed|rejected)/.test(notice.className)) reloadWhenBack();
  }).observe(notice, { attributeFilter: ["class"] });
})();
