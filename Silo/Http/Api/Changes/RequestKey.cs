using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>
/// The <c>Idempotency-Key</c> of a request and what it stands for. The key becomes the command's id, so that a repeated request gets
/// the first answer; its fingerprint tells a repeated request from another one with the same key.
/// </summary>
internal static class RequestKey
{
    public const string Header = "Idempotency-Key";

    private const string Prefix = "api/";

    public static int LengthMax => CommandId.LengthMax - Prefix.Length;

    /// <returns>The command's id; null, with an error, where the header is missing or cannot be.</returns>
    public static CommandId? Read(HttpRequest request, Faults faults)
    {
        var key = request.Headers[Header].ToString();
        if (key.Length > 0 && key.Length <= LengthMax && key.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0)
            return new CommandId(Prefix + key);
        faults.Add(Header, key, $"send a header of your choice, new for each change, of 1 to {LengthMax} visible ASCII characters; repeat it to repeat the request");
        return null;
    }

    public static string Fingerprint(HttpRequest request, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
