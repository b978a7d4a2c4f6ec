using System.Globalization;
using System.Text;

namespace OrleansTrader.Venues.Replay;

/// <summary>Numbers and instants straight from bytes; plain forms take a short way, unusual ones the framework's.</summary>
internal static class Utf8Numbers
{
    private const int PlainDigitsMax = 18;

    /// <summary>A decimal, with or without exponent; invariant culture.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        var mantissa = 0L;
        var digits = 0;
        var scale = -1;
        var at = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        for (var i = at; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.' && scale < 0)
            {
                scale = 0;
                continue;
            }

            if (!char.IsAsciiDigit((char)c) || ++digits > PlainDigitsMax)
                return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            mantissa = (mantissa * 10) + (c - '0');
            if (scale >= 0)
                scale++;
        }

        value = digits == 0 ? 0 : new decimal((int)mantissa, (int)(mantissa >> 32), 0, at == 1 && text[0] == '-' && mantissa != 0, (byte)Math.Max(scale, 0));
        return digits > 0;
    }

    /// <summary>
    /// UTC ticks of: Unix time (10 digits seconds, with a fraction or not; 13 milliseconds; 16 microseconds; 19 nanoseconds),
    /// <c>20211231</c>, <c>20211231 23:01[:00]</c>, <c>2021-12-31</c>, <c>2021-12-31[ T]23:01[:00[.000000]][Z|±hh:mm]</c>.
    /// </summary>
    public static bool TryInstant(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length >= 10 && text[4] == '-' && text[7] == '-')
            return TryDate(text[..4], text[5..7], text[8..10], out ticks) && TryTimeOfDay(text[10..], ref ticks);
        if (text.Length >= 8 && (text.Length == 8 || text[8] == ' '))
            return TryDate(text[..4], text[4..6], text[6..8], out ticks) && TryTimeOfDay(text[8..], ref ticks);
        if (text.Length < 10 || !TryDecimal(text, out var number) || number <= 0)
            return false;
        var whole = text.IndexOf((byte)'.') is var dot && dot < 0 ? text.Length : dot;
        var ticksPerUnit = whole switch { 10 => 10_000_000m, 13 => 10_000m, 16 => 10m, 19 => 0.01m, _ => 0m };
        if (ticksPerUnit == 0m)
            return false;
        ticks = DateTime.UnixEpoch.Ticks + (long)(number * ticksPerUnit);
        return true;
    }

    public static bool TryWhole(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > 9)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit((char)c))
                return false;
            value = (value * 10) + (c - '0');
        }

        return true;
    }

    /// <summary>Printable and short, for an error line.</summary>
    public static string Shown(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text.Length > 40 ? text[..40] : text).Replace('\n', ' ').Replace('\r', ' ');

    private static bool TryDate(ReadOnlySpan<byte> year, ReadOnlySpan<byte> month, ReadOnlySpan<byte> day, out long ticks)
    {
        ticks = 0;
        if (!TryWhole(year, out var y) || !TryWhole(month, out var m) || !TryWhole(day, out var d)
            || y < 1 || m is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth(y, m))
            return false;
        ticks = new DateTime(y, m, d, 0, 0, 0, DateTimeKind.Utc).Ticks;
        return true;
    }

    private static bool TryTimeOfDay(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.IsEmpty)
            return true;
        if (text.Length < 6 || text[0] is not ((byte)' ' or (byte)'T') || text[3] != ':'
            || !TryWhole(text[1..3], out var hour) || !TryWhole(text[4..6], out var minute) || hour > 23 || minute > 59)
            return false;
        ticks += ((hour * 60L) + minute) * TimeSpan.TicksPerMinute;
        text = text[6..];
        if (text.Length >= 3 && text[0] == ':')
        {
            if (!TryWhole(text[1..3], out var second) || second > 59)
                return false;
            ticks += second * TimeSpan.TicksPerSecond;
            text = text[3..];
        }

        if (text.Length >= 2 && text[0] == '.')
        {
            var unit = TimeSpan.TicksPerSecond / 10;
            text = text[1..];
            for (; text.Length > 0 && char.IsAsciiDigit((char)text[0]); text = text[1..], unit /= 10)
                ticks += (text[0] - '0') * unit;
        }

        return TryOffset(text, ref ticks);
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.IsEmpty || text is [(byte)'Z'])
            return true;
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !TryWhole(text[1..3], out var hours) || !TryWhole(text[4..6], out var minutes))
            return false;
        var offset = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute;
        ticks -= text[0] == '+' ? offset : -offset;
        return true;
    }
}
