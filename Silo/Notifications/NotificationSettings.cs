using OrleansTrader.LanguageModels.Egress;

namespace OrleansTrader.Silo.Notifications;

/// <param name="Urls">Where tenants' alerts may go.</param>
/// <param name="Telegram">Telegram's server of bots, or the operator's own.</param>
internal sealed record NotificationSettings(DestinationUrls Urls, Uri Telegram)
{
    /// <summary>Why no destination may be set here; null where one may.</summary>
    public string? Refusal { get; init; }

    private const string EndpointsSetting = "Notifications:Endpoints";
    private const string TelegramSetting = "Notifications:TelegramUrl";

    public static Uri TelegramDefault { get; } = new("https://api.telegram.org");

    /// <summary>Reads <c>Notifications:Endpoints</c> and <c>Notifications:TelegramUrl</c>.</summary>
    /// <exception cref="StartupException">An entry is no host with a port, or no address of a server.</exception>
    public static NotificationSettings Read(IConfiguration configuration)
    {
        var listed = ListedHosts.Read(configuration, EndpointsSetting, out var fault);
        if (fault is not null)
            throw new StartupException(fault);
        if (configuration[TelegramSetting] is not { Length: > 0 } given)
            return new NotificationSettings(new DestinationUrls(listed), TelegramDefault);
        if (!Uri.TryCreate(given, UriKind.Absolute, out var telegram) || telegram.Scheme is not ("https" or "http") || telegram.AbsolutePath.Length > 1 || telegram.UserInfo.Length > 0)
            throw new StartupException($"{TelegramSetting}: '{given}' is no address of a server: write e.g. https://bots.example.org:8443");

        // What the operator writes may lead anywhere.
        return new NotificationSettings(new DestinationUrls([.. listed, FormattableString.Invariant($"{telegram.Host}:{telegram.Port}")]), telegram);
    }
}
