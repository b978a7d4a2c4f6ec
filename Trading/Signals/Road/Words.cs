using System.Globalization;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Regimes;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>The details of steps as people read them.</summary>
internal static class Words
{
    public static string Of(Signal signal)
    {
        var words = $"{Direction(signal.Direction)} {signal.Symbol} by {signal.Source}";
        if (signal.Label.Length > 0)
            words += $", {signal.Label}";
        if (signal.Timeframe is { } timeframe)
            words += $" on {timeframe.Name()}";
        return words;
    }

    public static string Of(SignalEnriched enriched)
    {
        var market = enriched.Market;
        var words = $"bid {Number(market.Bid)}, ask {Number(market.Ask)}, spread {Bps(market.Spread)}";
        if (market is { BidDepth: { } bids, AskDepth: { } asks })
            words += $", depth {Round(bids)} and {Round(asks)}";
        if (market.Atr is { } atr)
            words += $", range {Number(atr)} on {market.Timeframe.Name()}";
        if (market.Regime is { } regime)
            words += $", {regime.Name()}";
        if (enriched.Levels is { } levels)
            words += $"; entry {Number(levels.Entry)}, stop {Number(levels.Stop)}{(levels.IsDefaultStop ? " (default)" : "")}{(levels.Target is { } target ? $", target {Number(target)}" : "")}{(levels is { Target: not null, IsDefaultTarget: true } ? " (default)" : "")}";
        return words;
    }

    public static string Of(TradeScore score)
    {
        var words = score.Reason == SignalReason.NotTaken ? "no result" : $"{R(score.R)} in {Span(score.Hold)}";
        if (score.Net is { } net)
            words += $", net {Round(net)}";
        if (score is { Best: { } best, Worst: { } worst })
            words += $"; best {R(best)}, worst {R(worst)}";
        return score.OnPaper ? $"on paper: {words}" : words;
    }

    public static string Direction(SignalDirection direction) => direction switch
    {
        SignalDirection.Long => "long",
        SignalDirection.Short => "short",
        _ => "close",
    };

    public static string Number(decimal value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    public static string Round(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string R(decimal value) => value.ToString("+0.00 R;-0.00 R;0.00 R", CultureInfo.InvariantCulture);

    /// <summary>A share in hundredths of a percent.</summary>
    public static string Bps(decimal share) => (share * 10_000m).ToString("0.#", CultureInfo.InvariantCulture) + " bp";

    public static string Percent(decimal share) => (share * 100m).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} d {span.Hours} h"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
    };
}
