using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Notifications;

/// <summary>What is sealed of a destination.</summary>
/// <param name="Url">Null for Telegram.</param>
/// <param name="Secret">What bodies are signed with, or the bot's token; null where the address is the secret.</param>
/// <param name="Chat">Null but for Telegram.</param>
public sealed record DestinationSecrets(string? Url, string? Secret, string? Chat)
{
    /// <summary>The form that is sealed.</summary>
    public string Seal(ICredentialSealer sealer, TenantId tenant, string name) =>
        sealer.Seal(tenant, NameOf(name), JsonSerializer.Serialize(this, SecretsJson.Default.DestinationSecrets));

    /// <summary>Null where it was sealed with keys that are not here.</summary>
    public static DestinationSecrets? Open(ICredentialSealer sealer, TenantId tenant, string name, string sealedText) =>
        sealer.Open(tenant, NameOf(name), sealedText) is { } text ? JsonSerializer.Deserialize(text, SecretsJson.Default.DestinationSecrets) : null;

    public override string ToString() => nameof(DestinationSecrets);

    // No credential's name has a colon.
    private static string NameOf(string name) => $"destination:{name}";
}

[JsonSerializable(typeof(DestinationSecrets))]
internal sealed partial class SecretsJson : JsonSerializerContext;
