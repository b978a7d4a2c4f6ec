using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Silo.Notifications.Formats;

/// <summary>The body for a server of the tenant's own, and how it proves where it comes from.</summary>
internal static class SignedFormat
{
    public const string DeliveryHeader = "X-Trader-Delivery";
    public const string TimestampHeader = "X-Trader-Timestamp";
    public const string SignatureHeader = "X-Trader-Signature";

    private const int IdBytes = 16;

    /// <summary>Everything an alert says; decimals as strings, absent things left out.</summary>
    public static byte[] Body(DestinationSetting destination, WaitingAlert waiting) => OutgoingMessage.Json(json =>
    {
        var alert = waiting.Alert;
        json.WriteString("id", IdOf(waiting));
        json.WriteString("destination", destination.Name);
        json.WriteNumber("sequence", waiting.Number);
        json.WriteString("tenant", alert.Tenant.Value);
        json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(alert.Kind.ToString()));
        json.WriteString("severity", JsonNamingPolicy.CamelCase.ConvertName(alert.Severity.ToString()));
        json.WriteString("at", alert.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("source", alert.Source);
        if (alert.Account is { } account)
            json.WriteString("account", account.Name);
        if (alert.Agent is { } agent)
            json.WriteString("agent", agent.Name);
        if (alert.Symbol is { } symbol)
            json.WriteString("symbol", symbol.Symbol.Value);
        json.WriteString("message", alert.Message);
        json.WriteStartObject("figures");
        foreach (var figure in alert.Figures.DistinctBy(static figure => figure.Name, StringComparer.Ordinal))
            json.WriteString(figure.Name, Trading.FieldError.Text(figure.Value));
        json.WriteEndObject();
    });

    /// <summary>
    /// The same for every attempt, another one for every other alert: also after a backup was restored, when a number may come a second time.
    /// </summary>
    public static string IdOf(WaitingAlert waiting)
    {
        var alert = ContractJson.Encode(waiting.Alert);
        var place = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{waiting.Destination}\n{waiting.Number}\n"));
        return Convert.ToHexStringLower(SHA256.HashData([.. place, .. alert]).AsSpan(0, IdBytes));
    }

    /// <summary><c>sha256=</c> and the HMAC-SHA256, in hex, of the timestamp in seconds, a full stop, and the body's bytes.</summary>
    public static string Sign(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{timestamp}.")));
        mac.AppendData(body);
        return $"sha256={Convert.ToHexStringLower(mac.GetHashAndReset())}";
    }
}
