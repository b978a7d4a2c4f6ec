using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OrleansTrader.Grains.Json;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>The JSON that a client sent, read whole and within a bound; a field that nobody knows is an error, not a silence.</summary>
internal static class Body
{
    public const string ContentType = "application/json";

    public const int BytesMax = 256 * 1024;

    private const string Remedy = "GET /openapi/v1.json says which fields there are and how they are written";

    /// <summary>The contract's way of writing, for types of requests too.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <returns>The bytes, or why they are not taken.</returns>
    public static async Task<(byte[]? Bytes, IResult? Problem)> Read(HttpRequest request)
    {
        var bytes = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            if (bytes.Length + read > BytesMax)
            {
                return (null, Problems.Of(
                    StatusCodes.Status413PayloadTooLarge, "The request is too long", "body", "more than can be taken", $"send at most {BytesMax} bytes"));
            }

            bytes.Write(chunk, 0, read);
        }

        if (bytes.Length > 0 && !request.HasJsonContentType())
        {
            return (null, Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, "The body is not understood", "Content-Type", request.ContentType ?? string.Empty, $"send {ContentType}"));
        }

        return (bytes.ToArray(), null);
    }

    /// <summary>Null, with an error, where the bytes are not the JSON of a <typeparamref name="T"/>; nothing at all counts as <c>{}</c>.</summary>
    public static T? Decode<T>(ReadOnlySpan<byte> bytes, Faults faults, string path = "")
        where T : class
    {
        try
        {
            var decoded = JsonSerializer.Deserialize<T>(bytes.IsEmpty ? "{}"u8 : bytes, Options);
            if (decoded is null)
                faults.Add("body", "null", $"send a JSON object: {Remedy}");
            return decoded;
        }
        catch (JsonException wrong)
        {
            var field = wrong.Path is { Length: > 2 } at ? at[2..] : string.Empty;
            var name = field.Length == 0 ? path : path.Length == 0 ? field : $"{path}.{field}";
            faults.Add(name.Length == 0 ? "body" : name, ValueAt(bytes, field), field.Length == 0 ? $"send a JSON object: {Remedy}" : Remedy);
            return null;
        }
    }

    private static string ValueAt(ReadOnlySpan<byte> bytes, string field)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            using var document = JsonDocument.ParseValue(ref reader);
            var node = document.RootElement;
            foreach (var name in field.Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(name, out node))
                    return "not understood";
            }

            return field.Length == 0 ? "not understood" : node.ToString();
        }
        catch (JsonException)
        {
            return "no JSON";
        }
    }

    private static JsonSerializerOptions Make()
    {
        var contract = ContractJson.Options;
        var options = new JsonSerializerOptions(contract)
        {
            UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(contract.TypeInfoResolver, new DefaultJsonTypeInfoResolver()),
        };
        options.MakeReadOnly();
        return options;
    }
}
