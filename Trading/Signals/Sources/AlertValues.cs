using System.Globalization;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>Reads single values of an alert; false where a text is none.</summary>
internal static class AlertValues
{
    /// <summary>Longest text of a number, in characters.</summary>
    private const int NumberLengthMax = 40;

    /// <summary>From here on a whole number counts milliseconds since 1970, below it seconds.</summary>
    private const long MillisecondsFrom = 100_000_000_000;

    private const long SecondsMax = 32_503_680_000;

    /// <summary>A decimal in plain or scientific form, with a point; no blanks, no thousands, no NaN.</summary>
    public static bool TryNumber(string text, out decimal number)
    {
        number = 0m;
        return text.Length is > 0 and <= NumberLengthMax && text.All(char.IsAscii)
            && decimal.TryParse(
                text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
    }

    public static bool TryDirection(string text, out SignalDirection direction)
    {
        SignalDirection? read = text.ToLowerInvariant() switch
        {
            "long" or "buy" => SignalDirection.Long,
            "short" or "sell" => SignalDirection.Short,
            "close" or "flat" or "exit" => SignalDirection.Close,
            _ => null,
        };
        direction = read.GetValueOrDefault();
        return read is not null;
    }

    /// <summary>An instant: ISO 8601 with its offset, or whole seconds or milliseconds since 1970.</summary>
    public static bool TryInstant(string text, out DateTimeOffset at)
    {
        at = default;
        if (text.Length > NumberLengthMax)
            return false;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            if (number < MillisecondsFrom)
                at = DateTimeOffset.FromUnixTimeSeconds(number);
            else if (number < SecondsMax * 1_000)
                at = DateTimeOffset.FromUnixTimeMilliseconds(number);
            return number < SecondsMax * 1_000;
        }

        // Without its offset an instant would be the reader's guess.
        return text.Contains('T', StringComparison.Ordinal) && (text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out at);
    }

    /// <summary>
    /// A chart's interval: <c>15</c>, <c>15m</c>, <c>4h</c>, <c>D</c>, <c>1W</c>, <c>30S</c>. One that is not kept here stands for the longest that
    /// is no longer, seconds for a minute.
    /// </summary>
    public static bool TryTimeframe(string text, out Interval interval)
    {
        interval = default;
        var unit = text.Length > 0 && !char.IsAsciiDigit(text[^1]) ? text[^1] : '\0';
        var digits = unit == '\0' ? text : text[..^1];
        var count = 1;
        if (digits.Length > 4 || (digits.Length > 0 && (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count == 0)))
            return false;
        if (digits.Length == 0 && unit is '\0' or 'm' or 'h' or 's')
            return false;
        long? minutes = unit switch
        {
            '\0' or 'm' => count,
            's' or 'S' => 1,
            'h' or 'H' => count * 60L,
            'd' or 'D' => count * 1_440L,
            'w' or 'W' => count * 10_080L,
            'M' => count * 43_200L,
            _ => null,
        };
        if (minutes is not { } length)
            return false;
        interval = Intervals.All.Last(known => (int)known <= length);
        return true;
    }
}
