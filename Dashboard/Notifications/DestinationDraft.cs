using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Notifications;

namespace OrleansTrader.Dashboard.Notifications;

/// <summary>A destination as it is typed.</summary>
public sealed class DestinationDraft
{
    public string? Name { get; set; }

    public DestinationFormat Format { get; set; }

    public string? Url { get; set; }

    public string? Secret { get; set; }

    public string? Chat { get; set; }

    public HashSet<AlertKind> Kinds { get; } = [];

    public AlertSeverity Severity { get; set; }

    public string? Accounts { get; set; }

    public bool IsEnabled { get; set; } = true;

    /// <summary>Whether it changes one that is there: what is left blank of address and secrets stays.</summary>
    public bool IsKnown { get; private init; }

    public static DestinationDraft Of(DestinationView known)
    {
        var draft = new DestinationDraft
        {
            Name = known.Name, Format = known.Format, Severity = known.Severity, Accounts = string.Join(", ", known.Accounts), IsEnabled = known.IsEnabled, IsKnown = true,
        };
        draft.Kinds.UnionWith(known.Kinds);
        return draft;
    }

    public void Forget() => (Url, Secret) = (null, null);

    public void Choose(AlertKind kind, bool isWanted)
    {
        if (isWanted)
            Kinds.Add(kind);
        else
            Kinds.Remove(kind);
    }

    /// <summary>Only the fields of the format count.</summary>
    public DestinationInput Input() => new(Name?.Trim() ?? string.Empty, Format)
    {
        Url = Format == DestinationFormat.Telegram ? null : Given(Url),
        Secret = Format is DestinationFormat.Telegram or DestinationFormat.Webhook ? Given(Secret) : null,
        Chat = Format == DestinationFormat.Telegram ? Given(Chat) : null,
        Kinds = [.. Kinds.Order()],
        Severity = Severity,
        Accounts = [.. (Accounts ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        IsEnabled = IsEnabled,
    };

    private static string? Given(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
