using System.Collections.Immutable;
using System.Globalization;

namespace OrleansTrader.Trading.Risk;

/// <summary>
/// Windows of the week in UTC, e.g. <c>mon-fri 08:00-20:00; sat 10:00-14:00</c>; <c>daily 22:00-02:00</c> runs past midnight. The end is not
/// part of a window. Equal where the same minutes are in it; <c>never</c> where none is.
/// </summary>
public sealed class TradingHours : IEquatable<TradingHours>
{
    private const int MinutesADay = 24 * 60, MinutesAWeek = 7 * MinutesADay;

    private const string Never = "never", Example = "give windows in UTC, e.g. mon-fri 08:00-20:00; sat 10:00-14:00, or daily 22:00-02:00";

    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    // Minutes of the week, Monday 00:00 first: begins and ends, ascending, apart from each other.
    private readonly ImmutableArray<(int From, int To)> _windows;

    private TradingHours(bool[] minutes)
    {
        var windows = ImmutableArray.CreateBuilder<(int From, int To)>();
        for (var from = 0; from < MinutesAWeek; from++)
        {
            if (!minutes[from])
                continue;
            var to = from;
            while (to < MinutesAWeek && minutes[to])
                to++;
            windows.Add((from, to));
            from = to;
        }

        _windows = windows.ToImmutable();
        Text = Write(minutes);
    }

    /// <summary>The canonical text: days with the same windows together.</summary>
    public string Text { get; }

    /// <exception cref="FormatException">The text is not a list of windows.</exception>
    public static TradingHours Parse(string text) =>
        TryParse(text, out var hours, out var remedy) ? hours! : throw new FormatException($"hours '{text}': {remedy}");

    /// <param name="remedy">What would be right; empty where the text is read.</param>
    public static bool TryParse(string? text, out TradingHours? hours, out string remedy)
    {
        (hours, remedy) = (null, Example);
        if (text is null || text.Length > LimitWords.LengthMax)
            return false;
        var minutes = new bool[MinutesAWeek];
        var parts = text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return false;
        if (parts is not [Never])
        {
            foreach (var part in parts)
            {
                if (!TryAdd(part, minutes))
                    return false;
            }
        }

        (hours, remedy) = (new TradingHours(minutes), string.Empty);
        return true;
    }

    public bool Contains(DateTimeOffset at)
    {
        var minute = (int)(at.UtcTicks / TimeSpan.TicksPerMinute % MinutesAWeek);
        foreach (var (from, to) in _windows)
        {
            if (minute < to)
                return minute >= from;
        }

        return false;
    }

    /// <summary>The minutes that are in both.</summary>
    public TradingHours And(TradingHours other)
    {
        var minutes = new bool[MinutesAWeek];
        foreach (var (from, to) in _windows)
        {
            foreach (var (otherFrom, otherTo) in other._windows)
            {
                for (var minute = Math.Max(from, otherFrom); minute < Math.Min(to, otherTo); minute++)
                    minutes[minute] = true;
            }
        }

        return new TradingHours(minutes);
    }

    public bool Equals(TradingHours? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as TradingHours);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    public override string ToString() => Text;

    // "mon-fri 08:00-20:00 21:00-22:00"
    private static bool TryAdd(string part, bool[] minutes)
    {
        var words = LimitWords.Split(part);
        var days = words.TakeWhile(static word => !char.IsAsciiDigit(word[0])).ToArray();
        var windows = words.Skip(days.Length).ToArray();
        if (days.Length == 0 || windows.Length == 0)
            return false;
        foreach (var word in days)
        {
            if (!TryDays(word, out var first, out var last))
                return false;
            for (var day = first; ; day = (day + 1) % Days.Length)
            {
                foreach (var window in windows)
                {
                    if (!TryWindow(window, out var from, out var length))
                        return false;
                    for (var minute = 0; minute < length; minute++)
                        minutes[((day * MinutesADay) + from + minute) % MinutesAWeek] = true;
                }

                if (day == last)
                    break;
            }
        }

        return true;
    }

    private static bool TryDays(string word, out int first, out int last)
    {
        (first, last) = (0, Days.Length - 1);
        if (string.Equals(word, "daily", StringComparison.OrdinalIgnoreCase))
            return true;
        var ends = word.Split('-');
        first = Array.FindIndex(Days, day => string.Equals(day, ends[0], StringComparison.OrdinalIgnoreCase));
        last = ends.Length == 1 ? first : Array.FindIndex(Days, day => string.Equals(day, ends[1], StringComparison.OrdinalIgnoreCase));
        return ends.Length <= 2 && first >= 0 && last >= 0;
    }

    private static bool TryWindow(string word, out int from, out int length)
    {
        (from, length) = (0, 0);
        var ends = word.Split('-');
        if (ends.Length != 2 || !TryMinute(ends[0], out from) || !TryMinute(ends[1], out var to) || from == to || from == MinutesADay)
            return false;
        length = to > from ? to - from : to - from + MinutesADay;
        return true;
    }

    private static bool TryMinute(string word, out int minute)
    {
        minute = 0;
        if (word.Length != 5 || word[2] != ':' || !int.TryParse(word.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ||
            !int.TryParse(word.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes))
            return false;
        minute = (hours * 60) + minutes;
        return minutes < 60 && minute <= MinutesADay;
    }

    private static string Write(bool[] minutes)
    {
        var ofDay = Enumerable.Range(0, Days.Length).Select(day => WriteDay(minutes.AsSpan(day * MinutesADay, MinutesADay))).ToArray();
        var parts = new List<string>();
        for (var first = 0; first < Days.Length; first++)
        {
            if (ofDay[first].Length == 0)
                continue;
            var last = first;
            while (last + 1 < Days.Length && string.Equals(ofDay[last + 1], ofDay[first], StringComparison.Ordinal))
                last++;
            var days = first == last ? Days[first] : first == 0 && last == Days.Length - 1 ? "daily" : $"{Days[first]}-{Days[last]}";
            parts.Add($"{days} {ofDay[first]}");
            first = last;
        }

        return parts.Count == 0 ? Never : string.Join("; ", parts);
    }

    private static string WriteDay(ReadOnlySpan<bool> minutes)
    {
        var windows = new List<string>();
        for (var from = 0; from < MinutesADay; from++)
        {
            if (!minutes[from])
                continue;
            var to = from;
            while (to < MinutesADay && minutes[to])
                to++;
            windows.Add(FormattableString.Invariant($"{from / 60:00}:{from % 60:00}-{to / 60:00}:{to % 60:00}"));
            from = to;
        }

        return string.Join(' ', windows);
    }
}
