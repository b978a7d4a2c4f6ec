using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading;

namespace OrleansTrader.Grains.Notifications;

/// <summary>What a destination may be. No message holds any part of a secret, and an address is one.</summary>
internal static class DestinationRules
{
    private const int TokenLengthMin = 20;

    /// <param name="isNew">Whether there is nothing yet that could be kept.</param>
    public static ImmutableArray<FieldError> Refuse(DestinationInput given, bool isNew)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (!Names.IsName(given.Name))
            errors.Add(new FieldError("name", given.Name ?? string.Empty, Names.Rule));
        if (!Enum.IsDefined(given.Format))
            errors.Add(new FieldError("format", given.Format.ToString(), "use webhook, slack, discord or telegram"));
        if (!Enum.IsDefined(given.Severity))
            errors.Add(new FieldError("severity", given.Severity.ToString(), "use information, warning or critical"));
        if (given.Kinds.Any(static kind => !Enum.IsDefined(kind)))
            errors.Add(new FieldError("kinds", string.Join(' ', given.Kinds), "name kinds of alerts, or none for all"));
        if (given.Accounts.Length > DestinationInput.AccountsMax)
            errors.Add(new FieldError("accounts", Text(given.Accounts.Length), $"name at most {DestinationInput.AccountsMax}, or none for all"));
        else if (given.Accounts.FirstOrDefault(static name => !Names.IsName(name)) is { } wrong)
            errors.Add(new FieldError("accounts", wrong, Names.Rule));
        if (given.Format == DestinationFormat.Telegram)
            RefuseTelegram(given, isNew, errors);
        else
            RefuseAddressed(given, isNew, errors);
        return errors.ToImmutable();
    }

    /// <summary>What may be shown of where it goes.</summary>
    public static string TargetOf(DestinationFormat format, DestinationSecrets secrets) => format == DestinationFormat.Telegram
        ? $"chat {secrets.Chat}"
        : new Uri(secrets.Url!).GetLeftPart(UriPartial.Authority);

    private static void RefuseTelegram(DestinationInput given, bool isNew, ImmutableArray<FieldError>.Builder errors)
    {
        if (given.Url is not null)
            errors.Add(new FieldError("url", "given", "leave it out: a bot writes to a chat"));
        if (given.Secret is null ? isNew : !IsToken(given.Secret))
            errors.Add(new FieldError("secret", LengthOf(given.Secret), "give the bot's token as BotFather told it, e.g. 123456:ABC…"));
        if (given.Chat is null ? isNew : !IsChat(given.Chat))
            errors.Add(new FieldError("chat", given.Chat ?? string.Empty, "give the chat's number, or the channel's name with an at sign"));
    }

    private static void RefuseAddressed(DestinationInput given, bool isNew, ImmutableArray<FieldError>.Builder errors)
    {
        if (given.Chat is not null)
            errors.Add(new FieldError("chat", given.Chat, "leave it out: only Telegram has chats"));
        if (given.Url is null ? isNew : given.Url.Length > DestinationInput.UrlLengthMax || !Uri.TryCreate(given.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            errors.Add(new FieldError("url", LengthOf(given.Url), $"give an address of at most {DestinationInput.UrlLengthMax} characters that begins with https://"));
        if (given.Format != DestinationFormat.Webhook)
        {
            if (given.Secret is not null)
                errors.Add(new FieldError("secret", LengthOf(given.Secret), "leave it out: the address is the secret"));
        }
        else if (given.Secret is { } secret ? secret.Length is < DestinationInput.SecretLengthMin or > DestinationInput.SecretLengthMax || secret.Any(static c => c is < '!' or > '~') : isNew)
        {
            errors.Add(new FieldError(
                "secret", LengthOf(given.Secret), $"give {DestinationInput.SecretLengthMin} to {DestinationInput.SecretLengthMax} letters, digits and signs without blanks"));
        }
    }

    // <bot's number>:<key>, e.g. of the documentation: 123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11
    private static bool IsToken(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        return token.Length is >= TokenLengthMin and <= DestinationInput.SecretLengthMax && colon > 0 && token.AsSpan(0, colon).IndexOfAnyExceptInRange('0', '9') < 0
            && token.AsSpan(colon + 1).IndexOfAnyExcept(TokenCharacters) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> TokenCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private static bool IsChat(string chat) => chat.Length <= DestinationInput.ChatLengthMax
        && (long.TryParse(chat, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            || (chat.Length > 1 && chat[0] == '@' && chat.AsSpan(1).IndexOfAnyExcept(TokenCharacters) < 0));

    private static string LengthOf(string? given) => given is null ? string.Empty : $"{Text(given.Length)} characters";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
