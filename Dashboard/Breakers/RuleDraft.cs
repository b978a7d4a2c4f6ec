using System.Globalization;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Dashboard.Breakers;

/// <summary>A rule as it is typed.</summary>
public sealed class RuleDraft
{
    public BreakerKind Kind { get; set; } = BreakerKind.WindowLoss;

    public string? Threshold { get; set; }

    public string? Window { get; set; }

    public TradingState TripsTo { get; set; } = TradingState.Reducing;

    public bool Closes { get; set; }

    public string? CoolDown { get; set; }

    /// <param name="wrong">Which field, what stands there, what would be right; empty where all is read.</param>
    public BreakerRule Read(ref string wrong)
    {
        if (!decimal.TryParse(Threshold?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var threshold))
            wrong = $"threshold is '{Threshold}': type {BreakerText.Unit(Kind)}";
        return new BreakerRule(Kind, threshold, Span("window", Window, ref wrong), TripsTo, Closes, Span("cool-down", CoolDown, ref wrong));
    }

    private static TimeSpan? Span(string field, string? text, ref string wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (SpanText.TryParse(text, out var span))
            return span;
        wrong = $"{field} is '{text}': type e.g. 90s, 15m, 4h or 1d, or nothing";
        return null;
    }
}
