using System.Collections.Immutable;
using System.Text;
using OrleansTrader.Dashboard.Figures;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Dashboard.Charts;

/// <summary>An indicator drawn over or under the candles.</summary>
/// <param name="Colour">CSS variable.</param>
/// <param name="Points">Ascending by time; NaN makes a gap.</param>
public sealed record Overlay(string Name, string Colour, ImmutableArray<(DateTimeOffset At, double Value)> Points);

/// <summary>What an agent bought, or sold, within one candle.</summary>
/// <param name="Candle">The candle's start.</param>
/// <param name="Colour">CSS variable of the agent.</param>
public sealed record FillMark(DateTimeOffset Candle, bool IsBuy, string Colour, string Text);

/// <summary>Where a mark is drawn, in thousandths of the plot: buys below their candle, sells above.</summary>
/// <param name="Rank">Its place among the marks on the same side of the same candle, nearest first.</param>
internal readonly record struct PlacedMark(FillMark Mark, double X, double Y, int Rank);

/// <summary>Candles as SVG paths: one path for each kind of stroke, so that an update changes few elements.</summary>
internal sealed class CandleDrawing
{
    private readonly Interval _interval;

    public CandleDrawing(ImmutableArray<Candle> candles, Interval interval, IEnumerable<double> alsoVisible)
    {
        _interval = interval;
        Axis = new TimeAxis(candles[0].Start, candles[^1].Start + interval.Length());
        var low = (double)candles.Min(candle => candle.Low);
        var high = (double)candles.Max(candle => candle.High);
        var room = (high - low) * 0.5;
        foreach (var value in alsoVisible)
        {
            // An overlay may widen the range, but never squeeze the candles flat.
            if (value > low - room && value < high + room)
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        Prices = Scale.Over(low, high, 6, room: 0.04);
        Volumes = Scale.Over(0d, Math.Max((double)candles.Max(candle => candle.Volume), 1e-9), 2);
        Draw(candles);
    }

    public TimeAxis Axis { get; }

    public Scale Prices { get; }

    public Scale Volumes { get; }

    public PathText WicksUp { get; } = new();

    public PathText WicksDown { get; } = new();

    public PathText BodiesUp { get; } = new();

    public PathText BodiesDown { get; } = new();

    public PathText VolumesUp { get; } = new();

    public PathText VolumesDown { get; } = new();

    public string Line(ImmutableArray<(DateTimeOffset At, double Value)> points, Scale scale)
    {
        var path = new PathText();
        foreach (var (at, value) in points)
        {
            if (at >= Axis.From)
                path.Line(Middle(at), scale.Y(value));
        }

        return path.ToString();
    }

    /// <summary>The area between two lines that have the same instants.</summary>
    public string Band(Overlay upper, Overlay lower)
    {
        var path = new PathText();
        foreach (var (at, value) in upper.Points)
        {
            if (at >= Axis.From && double.IsFinite(value))
                path.Line(Middle(at), Prices.Y(value));
        }

        foreach (var (at, value) in lower.Points.Reverse())
        {
            if (at >= Axis.From && double.IsFinite(value))
                path.Line(Middle(at), Prices.Y(value));
        }

        return path.Close().ToString();
    }

    /// <summary>Where something that happened within a candle is drawn: the candle's middle.</summary>
    public double Middle(DateTimeOffset at) => Axis.X(_interval.Floor(at) + (_interval.Length() / 2));

    /// <summary>Places the marks whose candle is shown.</summary>
    public IEnumerable<PlacedMark> Place(ImmutableArray<FillMark> marks, ImmutableArray<Candle> candles)
    {
        var shown = candles.ToDictionary(candle => candle.Start);
        var ranks = new Dictionary<(DateTimeOffset, bool), int>();
        foreach (var mark in marks)
        {
            if (!shown.TryGetValue(mark.Candle, out var candle))
                continue;
            var rank = ranks.GetValueOrDefault((mark.Candle, mark.IsBuy));
            ranks[(mark.Candle, mark.IsBuy)] = rank + 1;
            yield return new PlacedMark(mark, Middle(mark.Candle), Prices.Y((double)(mark.IsBuy ? candle.Low : candle.High)), rank);
        }
    }

    public string Tips(ImmutableArray<Candle> candles, int decimals)
    {
        var text = new StringBuilder();
        foreach (var candle in candles)
        {
            text.Append(PathText.Round(Middle(candle.Start))).Append('|').Append(Figure.Iso(candle.Start).Replace('T', ' '))
                .Append("\\nO ").Append(Figure.Number(candle.Open, decimals)).Append("  H ").Append(Figure.Number(candle.High, decimals))
                .Append("\\nL ").Append(Figure.Number(candle.Low, decimals)).Append("  C ").Append(Figure.Number(candle.Close, decimals))
                .Append("\\nVolume ").Append(Figure.Compact(Math.Round(candle.Volume, 2))).Append('\n');
        }

        return text.ToString();
    }

    private void Draw(ImmutableArray<Candle> candles)
    {
        var half = Axis.X(Axis.From + (_interval.Length() / 2)) * 0.66;
        foreach (var candle in candles)
        {
            var isUp = candle.Close >= candle.Open;
            var x = Middle(candle.Start);
            var (top, bottom) = isUp ? (candle.Close, candle.Open) : (candle.Open, candle.Close);
            (isUp ? WicksUp : WicksDown).Upright(x, Prices.Y((double)candle.High), Prices.Y((double)candle.Low));
            (isUp ? BodiesUp : BodiesDown).Box(x - half, Prices.Y((double)top), x + half, Prices.Y((double)bottom));
            if (candle.Volume > 0m)
                (isUp ? VolumesUp : VolumesDown).Box(x - half, Volumes.Y((double)candle.Volume), x + half, Scale.Full);
        }
    }
}
