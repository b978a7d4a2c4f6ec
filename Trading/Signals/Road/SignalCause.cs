using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>How orders and trades name the signal that caused them: <c>signal {id}</c>, at the end of the cause.</summary>
public static class SignalCause
{
    private const string Word = "signal ";

    /// <summary>Characters of a signal's id: hexadecimal.</summary>
    public const int IdLength = 32;

    /// <param name="who">Agent and version; empty for an account's own subscription.</param>
    public static string Of(string id, string who = "")
    {
        var room = OrderNote.CauseLengthMax - Word.Length - id.Length - 1;
        return who.Length == 0 ? Word + id : $"{(who.Length > room ? who[..room] : who)} {Word}{id}";
    }

    /// <summary>Whether a cause names a signal; then storage finds it by that.</summary>
    public static bool IsIn(string? cause) => TryRead(cause, out _);

    public static bool TryRead(string? cause, out string id)
    {
        var length = Word.Length + IdLength;
        id = string.Empty;
        if (cause is null || cause.Length < length || (cause.Length > length && cause[^(length + 1)] != ' '))
            return false;
        var named = cause.AsSpan(cause.Length - length);
        if (!named.StartsWith(Word, StringComparison.Ordinal) || named[Word.Length..].ContainsAnyExcept("0123456789abcdef"))
            return false;
        id = named[Word.Length..].ToString();
        return true;
    }
}
