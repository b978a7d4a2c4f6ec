using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Dashboard.Signals;

public sealed partial class SignalsPage : LivePage
{
    /// <summary>Signals that are listed.</summary>
    private const int RowsMax = 60;

    private const string All = "all";

    private static readonly ImmutableArray<string> Stages = [All, .. Enum.GetValues<SignalStage>().Where(static s => s is not SignalStage.Received and not SignalStage.Enriched).Select(static s => s.ToString().ToLowerInvariant())];

    private ImmutableArray<SignalRow> _signals = [];
    private ImmutableArray<SourceReputation> _sources = [];
    private ImmutableArray<string> _sourceNames = [All];
    private SignalRow? _signal;
    private long? _next;
    private string _stage = All;
    private string _source = All;

    /// <summary>The signal whose road is shown; null for none.</summary>
    [Parameter]
    public string? Id { get; set; }

    private string? _shown;

    protected override async Task OnParametersSetAsync()
    {
        if (!IsRead || string.Equals(_shown, Id, StringComparison.Ordinal))
            return;
        await ReadNow();
    }

    protected override async Task Read()
    {
        var stage = Enum.TryParse<SignalStage>(_stage, ignoreCase: true, out var chosen) ? chosen : (SignalStage?)null;
        var page = await Trader.Signals(
            Site.Tenant, new SignalFilter(string.Equals(_source, All, StringComparison.Ordinal) ? null : _source, null, stage), PageRequest.Newest(RowsMax));
        (_signals, _next) = (page.Rows, page.Next);
        _sources = SourceReputation.Of(await Trader.SourceTallies(Site.Tenant));
        _sourceNames = [All, .. _sources.Select(static source => source.Source)];
        _shown = Id;
        _signal = Id is { Length: > 0 and <= 64 } id && !id.Contains('/', StringComparison.Ordinal) ? await Trader.Signal(new SignalKey(Site.Tenant, id)) : null;
    }

    protected override Task Listen() => Follow(Site.Tenant, () => Trader.Watch(Site.Tenant, update =>
    {
        if (update is SignalChanged)
            HintRead();
    }));

    private Task ChooseStage(string stage)
    {
        _stage = stage;
        return ReadNow();
    }

    private Task ChooseSource(string source)
    {
        _source = source;
        return ReadNow();
    }
}
