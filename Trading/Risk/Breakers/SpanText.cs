using System.Globalization;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>Spans of time as people write them: a whole number and one of s, m, h, d; or hours, minutes and seconds.</summary>
public static class SpanText
{
    private const int CountMax = 100_000;

    public static bool TryParse(string? text, out TimeSpan span)
    {
        span = default;
        var given = text.AsSpan().Trim();
        if (given.IsEmpty)
            return false;
        var seconds = given[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        if (seconds == 0)
            return given.Contains(':') && TimeSpan.TryParseExact(given, "c", CultureInfo.InvariantCulture, out span) && span > TimeSpan.Zero;
        if (!int.TryParse(given[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > CountMax)
            return false;
        span = TimeSpan.FromSeconds((long)count * seconds);
        return true;
    }

    /// <summary>The shortest way to write it, e.g. <c>90s</c>, <c>15m</c>, <c>4h</c>; of parts of seconds hours, minutes and seconds.</summary>
    public static string Of(TimeSpan span)
    {
        var (unit, name) = span.Ticks switch
        {
            var ticks when ticks % TimeSpan.TicksPerDay == 0 => (TimeSpan.TicksPerDay, 'd'),
            var ticks when ticks % TimeSpan.TicksPerHour == 0 => (TimeSpan.TicksPerHour, 'h'),
            var ticks when ticks % TimeSpan.TicksPerMinute == 0 => (TimeSpan.TicksPerMinute, 'm'),
            var ticks when ticks % TimeSpan.TicksPerSecond == 0 => (TimeSpan.TicksPerSecond, 's'),
            _ => (0L, 's'),
        };
        return unit == 0 ? span.ToString("c", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / unit}{name}");
    }
}
