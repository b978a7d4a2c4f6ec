using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Silo.Notifications.Formats;

internal static class Messages
{
    /// <summary>The request that tells a destination of an alert.</summary>
    /// <param name="telegram">Telegram's server.</param>
    public static OutgoingMessage Of(DestinationSetting destination, DestinationSecrets secrets, WaitingAlert waiting, Uri telegram) => destination.Format switch
    {
        DestinationFormat.Webhook => new OutgoingMessage(new Uri(secrets.Url!), SignedFormat.Body(destination, waiting), secrets.Secret),
        DestinationFormat.Slack => new OutgoingMessage(new Uri(secrets.Url!), ChatFormats.Slack(waiting.Alert), Secret: null),
        DestinationFormat.Discord => new OutgoingMessage(new Uri(secrets.Url!), ChatFormats.Discord(waiting.Alert), Secret: null),
        DestinationFormat.Telegram => new OutgoingMessage(
            new Uri(telegram, $"/bot{secrets.Secret}/sendMessage"), ChatFormats.Telegram(waiting.Alert, secrets.Chat!), Secret: null),
        _ => throw new ArgumentOutOfRangeException(nameof(destination), destination.Format, "no such format"),
    };
}
