using System.Collections.Immutable;
using OrleansTrader.Silo.Http.Api.Changes;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Silo.Http.Api.Sources;

/// <summary>A source as a client writes it; what is left out is the default.</summary>
/// <param name="Kind">native, tradingView (default) or vuManChu.</param>
/// <param name="Authentication">signature, bodySecret or pathToken (default).</param>
/// <param name="Text">A template, where alerts are text.</param>
/// <param name="Fields">Where fields of a JSON alert stand, by field.</param>
/// <param name="Table">Words and what they mean; VuManChu's own without it.</param>
internal sealed record SourceRequest(
    string? Kind,
    string? Authentication,
    string? Text,
    ImmutableSortedDictionary<string, string>? Fields,
    ImmutableArray<LabelRule>? Table,
    ImmutableArray<string>? Addresses,
    ImmutableArray<SymbolAlias>? Aliases,
    bool? TakesOtherDollars,
    bool? IsOn,
    SourceTerms? Terms,
    string? Notes)
{
    /// <summary>Null, with errors, where a word is none.</summary>
    public SourceConfig? Read(Faults faults)
    {
        var kind = faults.Named("kind", Kind, (SourceKind?)SourceKind.TradingView);
        var authentication = faults.Named("authentication", Authentication, (SourceAuthentication?)SourceAuthentication.PathToken);
        if (!faults.Errors.IsEmpty)
            return null;
        return new SourceConfig(kind, authentication)
        {
            Text = Text,
            Fields = Fields!,
            Table = Table ?? (kind == SourceKind.VuManChu ? VuManChuTable.Default : []),
            Addresses = Addresses ?? [],
            Aliases = Aliases ?? [],
            TakesOtherDollars = TakesOtherDollars ?? true,
            IsOn = IsOn ?? true,
            Terms = Terms ?? new SourceTerms(),
            Notes = Notes!,
        };
    }
}
