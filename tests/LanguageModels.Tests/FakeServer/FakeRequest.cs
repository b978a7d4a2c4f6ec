using System.Text.Json;

namespace OrleansTrader.LanguageModels.Tests.FakeServer;

/// <summary>What a client sent.</summary>
/// <param name="Path">E.g. <c>/v1/chat/completions</c>.</param>
/// <param name="Key">The key, from whichever header the protocol has for it; empty where there is none.</param>
/// <param name="Version">The header <c>anthropic-version</c>; empty where there is none.</param>
/// <param name="Body">The JSON body.</param>
internal sealed record FakeRequest(string Path, string Key, string Version, JsonElement Body)
{
    public string Model => Body.TryGetProperty("model", out var model) ? model.GetString()! : "";

    public bool IsStreamed => Body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    public bool Has(string property, JsonValueKind kind) => Body.TryGetProperty(property, out var value) && value.ValueKind == kind;

    public string Text => Body.GetRawText();
}
