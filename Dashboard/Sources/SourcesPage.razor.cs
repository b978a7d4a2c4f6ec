using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Dashboard.Sources;

public sealed partial class SourcesPage : ControlPage
{
    private const string FromTheSource = "the source's", FromTheMarket = "the market's";

    /// <summary>How long a secret that is rotated here is still taken.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private ImmutableArray<SourceView> _sources = [];
    private SourceDraft _draft = new();
    private bool _isKnown;
    private string? _alert;
    private AlertReading? _trial;
    private SourceRecipe? _shown;
    private string? _shownName;
    private string? _secret;

    [Inject]
    private ISources Sources { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task Read() => _sources = await Sources.All();

    protected override Task Listen() => Task.CompletedTask;

    private Task Set()
    {
        var name = _draft.Name?.Trim() ?? string.Empty;
        if (!_draft.TryRead(out var config, out var wrong))
        {
            Refuse(wrong);
            return Task.CompletedTask;
        }

        return Change($"source {name} is set", async () =>
        {
            var made = await Sources.Set(name, config);
            if (!made.Reply.IsRefused)
            {
                _isKnown = true;
                Show(name, config, made.Secret);
            }

            return made.Reply;
        });
    }

    private Task Rotate(SourceView source) => Change($"{source.Key.Name} has another secret; the one of before is taken for an hour more", async () =>
    {
        var made = await Sources.Rotate(source.Key.Name, Grace);
        if (!made.Reply.IsRefused)
            Show(source.Key.Name, source.Config, made.Secret);
        return made.Reply;
    });

    private Task Remove(SourceView source)
    {
        if (string.Equals(_shownName, source.Key.Name, StringComparison.Ordinal))
            (_shown, _shownName, _secret) = (null, null, null);
        return Change($"{source.Key.Name} is removed", () => Sources.Remove(source.Key.Name));
    }

    private void Open(SourceView source)
    {
        (_draft, _isKnown, _trial) = (SourceDraft.Of(source.Key.Name, source.Config), true, null);
        Show(source.Key.Name, source.Config, secret: null);
    }

    private void Begin() => (_draft, _isKnown, _trial, _shown, _shownName, _secret) = (new SourceDraft(), false, null, null, null, null);

    private void Forget()
    {
        _secret = null;
        if (_sources.FirstOrDefault(source => string.Equals(source.Key.Name, _shownName, StringComparison.Ordinal)) is { } source)
            Show(source.Key.Name, source.Config, secret: null);
    }

    private void Show(string name, SourceConfig config, string? secret) =>
        (_shown, _shownName, _secret) = (SourceRecipe.Of(Navigation.BaseUri, new SourceKey(Site.Tenant, name), config, secret), name, secret);

    private void TryOut()
    {
        _trial = null;
        if (_draft.TryRead(out var config, out var wrong))
            _trial = Sources.Try(_draft.Name?.Trim() ?? "draft", config, _alert ?? string.Empty);
        else
            Refuse(wrong);
    }

    private static IEnumerable<(string What, string Value)> Facts(Signal signal)
    {
        yield return ("Market", signal.Symbol.Value);
        yield return ("Direction", signal.Direction.ToString().ToLowerInvariant());
        yield return ("At", signal.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
        yield return ("Entry", Price(signal.Entry, FromTheMarket));
        yield return ("Stop", Price(signal.StopLoss, FromTheSource));
        yield return ("Target", Price(signal.Target, FromTheSource));
        yield return ("Confidence", Price(signal.Confidence, FromTheSource));
        yield return ("Timeframe", signal.Timeframe is { } interval ? interval.Name() : "not said");
        if (signal.Label.Length > 0)
            yield return ("Word", signal.Label);
        if (signal.Strategy is { } strategy)
            yield return ("Strategy", strategy);
        if (signal.Note.Length > 0)
            yield return ("Note", signal.Note);
    }

    private static string Price(decimal? value, string absent) => value is { } given ? FieldError.Text(given) : absent;
}
