using System.Buffers;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Silo.Http.Webhooks;

/// <summary>The bytes of an alert, read whole and within their bound, whether their length was announced or not.</summary>
internal static class AlertBody
{
    /// <returns>The bytes in base 64, or why they are not taken.</returns>
    public static async Task<(string? Base64, FieldError? TooLarge)> Read(HttpRequest request)
    {
        if (request.ContentLength > Alert.BytesMax)
            return (null, TooLarge);
        var buffer = ArrayPool<byte>.Shared.Rent(Alert.BytesMax + 1);
        try
        {
            var length = 0;
            while (length <= Alert.BytesMax
                && await request.Body.ReadAsync(buffer.AsMemory(length, Alert.BytesMax + 1 - length), request.HttpContext.RequestAborted) is > 0 and var read)
            {
                length += read;
            }

            return length > Alert.BytesMax ? (null, TooLarge) : (Convert.ToBase64String(buffer.AsSpan(0, length)), null);
        }
        finally
        {
            // Alerts may hold secrets.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static FieldError TooLarge { get; } = new("body", "more than can be taken", FormattableString.Invariant($"send at most {Alert.BytesMax} bytes"));
}
