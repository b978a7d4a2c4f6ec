using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansTrader.Silo.Notifications.Formats;

/// <summary>A request that tells an alert.</summary>
/// <param name="Body">JSON in UTF-8.</param>
/// <param name="Secret">What the body is signed with; null where the address is the secret.</param>
internal sealed record OutgoingMessage(Uri Url, byte[] Body, string? Secret)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var room = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(room, Plain))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return room.WrittenSpan.ToArray();
    }
}
