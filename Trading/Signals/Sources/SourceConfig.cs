using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>What a source's alerts look like; in JSON <c>native tradingView vuManChu</c>.</summary>
public enum SourceKind
{
    /// <summary>The service's own JSON.</summary>
    Native,

    /// <summary>Alerts by a template: JSON with fields of the user's choice, or plain text.</summary>
    TradingView,

    /// <summary>As <see cref="TradingView"/>, with words of VuManChu Cipher that a table turns into direction and confidence.</summary>
    VuManChu,
}

/// <summary>How a source proves who it is; in JSON <c>signature bodySecret pathToken</c>.</summary>
public enum SourceAuthentication
{
    /// <summary>HMAC-SHA256 over timestamp and body, in the headers <c>X-Signature</c> and <c>X-Timestamp</c>.</summary>
    Signature,

    /// <summary>The secret stands in the alert itself.</summary>
    BodySecret,

    /// <summary>The secret is the last part of the address.</summary>
    PathToken,
}

/// <summary>One line of the table that turns a source's words into what they mean.</summary>
/// <param name="Label">The word, e.g. <c>GREEN_CIRCLE</c>; compared without regard to case.</param>
/// <param name="Direction">Null: the alert says the direction itself, and is refused where it does not.</param>
/// <param name="Confidence">0 to 1; null for the alert's own or the source's.</param>
public sealed record LabelRule(string Label, SignalDirection? Direction, decimal? Confidence);

/// <summary>A name of the source's own for a symbol.</summary>
public sealed record SymbolAlias(string Name, Symbol Symbol);

/// <summary>Where signals come from, how they prove it, how they are read, and who follows them. Secrets are kept apart.</summary>
/// <param name="Kind">What its alerts look like.</param>
/// <param name="Authentication">How it proves who it is.</param>
public sealed record SourceConfig(SourceKind Kind, SourceAuthentication Authentication)
{
    public const int AddressesMax = 50, TableLinesMax = 100, AliasesMax = 100, NotesLengthMax = 400;

    /// <summary>
    /// How a text alert is written, e.g. <c>{symbol} {direction} {price} at {time}</c>; null where alerts are JSON.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Where the fields of a JSON alert stand, by field: <c>direction → strategy.action</c>. Fields that are absent stand under their own names.</summary>
    public ImmutableSortedDictionary<string, string> Fields { get; init => field = value ?? NoFields; } = NoFields;

    /// <summary>The words of the source; empty where its alerts say directions.</summary>
    public ImmutableArray<LabelRule> Table { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Addresses, or networks, that alerts may come from; empty for any.</summary>
    public ImmutableArray<string> Addresses { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Names of the source's own for symbols; they go before the rules of names.</summary>
    public ImmutableArray<SymbolAlias> Aliases { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether <c>BTC-USD</c> may mean <c>BTC-USDT</c> or <c>BTC-USDC</c>, and the other way round, where the named one is not traded.</summary>
    public bool TakesOtherDollars { get; init; } = true;

    /// <summary>Whether alerts are taken; one that is off answers as if it were not there.</summary>
    public bool IsOn { get; init; } = true;

    public SourceTerms Terms { get; init; } = new();

    /// <summary>For people.</summary>
    public string Notes { get; init => field = value ?? string.Empty; } = string.Empty;

    private static ImmutableSortedDictionary<string, string> NoFields { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
