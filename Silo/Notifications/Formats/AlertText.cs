using System.Globalization;
using System.Text;
using OrleansTrader.Grains.Alerts;

namespace OrleansTrader.Silo.Notifications.Formats;

/// <summary>An alert in plain words, before any format's own rules.</summary>
internal static class AlertText
{
    /// <summary>What a text ends with that was cut.</summary>
    public const string CutNote = "… (cut)";

    /// <summary>Kind and severity, what it concerns, the message, when.</summary>
    public static string Of(AlertRow alert)
    {
        var text = new StringBuilder(WordsOf(alert.Kind));
        if (alert.Severity != AlertSeverity.Information)
            text.Append(" (").Append(alert.Severity == AlertSeverity.Critical ? "critical" : "warning").Append(')');
        text.Append(": ").Append(alert.Account?.ToString() ?? alert.Agent?.ToString() ?? alert.Tenant.Value);
        if (alert.Symbol is { } symbol)
            text.Append(' ').Append(symbol.Symbol);
        return text.Append('\n').Append(alert.Message).Append('\n')
            .Append(alert.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)).Append(" UTC").ToString();
    }

    /// <summary>The text with each character as a format wants it, within its length; where it is cut, a note says so. No character is cut in two.</summary>
    /// <param name="escape">What stands in the place of a character; null for the character itself.</param>
    public static string Escaped(string text, int lengthMax, Func<char, string?> escape)
    {
        var written = new StringBuilder(Math.Min(text.Length + 16, lengthMax));
        var end = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (isPair)
                written.Append(text[i]).Append(text[++i]);
            else if (escape(text[i]) is { } other)
                written.Append(other);
            else
                written.Append(text[i]);
            if (written.Length > lengthMax)
                return written.Remove(end, written.Length - end).Append(CutNote).ToString();
            if (written.Length <= lengthMax - CutNote.Length)
                end = written.Length;
        }

        return written.ToString();
    }

    private static string WordsOf(AlertKind kind) => kind switch
    {
        AlertKind.Entry => "Entry",
        AlertKind.Exit => "Exit",
        AlertKind.BreakerTripped => "Stopped",
        AlertKind.Refusal => "Refused",
        AlertKind.ReconciliationMismatch => "Books differ",
        AlertKind.Budget => "Budget",
        AlertKind.DailySummary => "Daily summary",
        _ => "Service",
    };
}
