using System.Globalization;
using System.Text.Json;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>Rules in plain words.</summary>
public static class BreakerWords
{
    /// <summary>What tripped, e.g. <c>lost 3 % within 4 hours</c>.</summary>
    public static string Of(BreakerRule rule)
    {
        var within = rule.Window is { } window ? $" within {Span(window)}" : string.Empty;
        return rule.Kind switch
        {
            BreakerKind.WindowLoss => $"lost {Share(rule.Threshold)}{within}",
            BreakerKind.Drawdown => $"{Share(rule.Threshold)} below the highest equity",
            BreakerKind.LossesInRow => $"{FieldError.Text(rule.Threshold)} losing trades in a row",
            BreakerKind.Volatility => $"the price ranged {FieldError.Text(rule.Threshold)} times as far as usual{within}",
            BreakerKind.StaleQuotes => $"no reliable quote for {FieldError.Text(rule.Threshold)} seconds",
            BreakerKind.CrossedQuotes => $"{FieldError.Text(rule.Threshold)} crossed quotes{within}",
            BreakerKind.VenueErrors => $"{Share(rule.Threshold)} of what the venue told was unusable{within}",
            BreakerKind.Spread => $"a spread of {Share(rule.Threshold)}{(rule.Window is { } held ? $" for {Span(held)}" : string.Empty)}",
            BreakerKind.Depth => $"less than {FieldError.Text(rule.Threshold)} in the book{(rule.Window is { } thin ? $" for {Span(thin)}" : string.Empty)}",
            BreakerKind.StaleMarkets => $"{Share(rule.Threshold)} of the markets without a reliable quote",
            _ => "kill switch",
        };
    }

    /// <summary>What is tripped, for whom and why, e.g. <c>tenant's kill switch (maintenance)</c>.</summary>
    public static string Of(TrippedBreaker breaker)
    {
        var whose = breaker.Scope == BreakerScope.Account ? string.Empty : $"{(breaker.Symbol is { } symbol ? symbol.Value : breaker.Scope.ToString().ToLowerInvariant())}'s ";
        return breaker.Kind == BreakerKind.KillSwitch ? $"{whose}kill switch ({breaker.Reason})" : $"{whose}{Figures(breaker)}";
    }

    /// <summary>The reason, with what was measured.</summary>
    public static string Figures(TrippedBreaker breaker) => breaker is { Value: { } value, Limit: { } limit }
        ? $"{breaker.Reason} ({FieldError.Text(decimal.Round(value, 6))} against {FieldError.Text(limit)})"
        : breaker.Reason;

    /// <summary>E.g. <c>windowLoss 04:00:00</c>.</summary>
    public static string Name(BreakerRule rule)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(rule.Kind.ToString());
        return rule.Window is { } window ? $"{name} {window.ToString("c", CultureInfo.InvariantCulture)}" : name;
    }

    /// <summary>E.g. <c>4 hours</c>.</summary>
    public static string Span(TimeSpan span)
    {
        var (count, unit) = span switch
        {
            { TotalDays: >= 1 } when span.Ticks % TimeSpan.TicksPerDay == 0 => (span.Ticks / TimeSpan.TicksPerDay, "day"),
            { TotalHours: >= 1 } when span.Ticks % TimeSpan.TicksPerHour == 0 => (span.Ticks / TimeSpan.TicksPerHour, "hour"),
            { TotalMinutes: >= 1 } when span.Ticks % TimeSpan.TicksPerMinute == 0 => (span.Ticks / TimeSpan.TicksPerMinute, "minute"),
            _ => (span.Ticks / TimeSpan.TicksPerSecond, "second"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? string.Empty : "s")}");
    }

    private static string Share(decimal share) => $"{FieldError.Text(share * 100m)} %";
}
