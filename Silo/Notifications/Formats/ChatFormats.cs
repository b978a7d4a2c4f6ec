using OrleansTrader.Grains.Alerts;

namespace OrleansTrader.Silo.Notifications.Formats;

/// <summary>Bodies for chats, by their public documentation. Whatever an alert says is text there and nothing else: no mention, no link, no markup.</summary>
internal static class ChatFormats
{
    /// <summary>Slack advises at most 4,000 characters of text, and cuts at 40,000.</summary>
    public const int SlackLengthMax = 4_000;

    /// <summary>Discord refuses a longer content.</summary>
    public const int DiscordLengthMax = 2_000;

    /// <summary>Telegram refuses a longer text.</summary>
    public const int TelegramLengthMax = 4_096;

    // Of Discord's message flags the one that suppresses previews of links.
    private const int SuppressEmbeds = 4;

    /// <summary>Of an incoming webhook; the three characters that begin mentions and links there are escaped, markup is off.</summary>
    public static byte[] Slack(AlertRow alert) => OutgoingMessage.Json(json =>
    {
        json.WriteString("text", AlertText.Escaped(AlertText.Of(alert), SlackLengthMax, static c => c switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            _ => null,
        }));
        json.WriteBoolean("mrkdwn", false);
        json.WriteBoolean("unfurl_links", false);
        json.WriteBoolean("unfurl_media", false);
    });

    /// <summary>Of a webhook; markup is escaped, and nobody is mentioned whatever the text says.</summary>
    public static byte[] Discord(AlertRow alert) => OutgoingMessage.Json(json =>
    {
        json.WriteString("content", AlertText.Escaped(AlertText.Of(alert), DiscordLengthMax, static c => c switch
        {
            '\\' or '*' or '_' or '~' or '`' or '|' or '<' or '>' or '#' or '[' or ']' or '-' => $"\\{c}",
            _ => null,
        }));
        json.WriteStartObject("allowed_mentions");
        json.WriteStartArray("parse");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNumber("flags", SuppressEmbeds);
    });

    /// <summary>Of <c>sendMessage</c>; without a mode of parsing the text is plain.</summary>
    public static byte[] Telegram(AlertRow alert, string chat) => OutgoingMessage.Json(json =>
    {
        json.WriteString("chat_id", chat);
        json.WriteString("text", AlertText.Escaped(AlertText.Of(alert), TelegramLengthMax, static _ => null));
        json.WriteStartObject("link_preview_options");
        json.WriteBoolean("is_disabled", true);
        json.WriteEndObject();
    });
}
