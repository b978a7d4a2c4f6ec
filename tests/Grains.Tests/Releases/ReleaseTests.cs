using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Json;

namespace OrleansTrader.GrainsTests.Releases;

/// <summary>
/// What earlier releases sent, journaled and stored is read by this one: in a rolling upgrade both are in one cluster. 0.1.0.jsonl was
/// written by release 0.1.0 (commit cfff2b2) with <see cref="ReleaseWriter"/>. A release's file never changes; the next one adds its own.
/// </summary>
public sealed class ReleaseTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Releases");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.jsonl").Select(static path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_linesOfARelease_keepEveryProperty(string file)
    {
        var samples = Read(file);

        Assert.True(samples.Count > 400, $"{samples.Count} samples");
        Assert.All(samples, static sample => AssertKept(sample.Json, JsonNode.Parse(Again(sample.Type, sample.Json.ToJsonString()))!, sample.Name));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_withPropertiesOfALaterRelease_isAsWithoutThem(string file) => Assert.All(Read(file), static sample =>
    {
        var before = Again(sample.Type, sample.Json.ToJsonString());
        AddLater(sample.Json);

        Assert.Equal(before, Again(sample.Type, sample.Json.ToJsonString()));
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_withoutAProperty_isRead(string file) => Assert.All(Read(file), static sample =>
    {
        foreach (var name in (sample.Json as JsonObject)?.Select(static p => p.Key).Where(static key => !string.Equals(key, ContractJson.Kind, StringComparison.Ordinal)).ToList() ?? [])
        {
            var without = sample.Json.DeepClone().AsObject();
            without.Remove(name);
            Assert.NotNull(JsonSerializer.Deserialize(without.ToJsonString(), sample.Type, ContractJson.Options));
        }
    });

    private static string Again(Type type, string json) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type, ContractJson.Options), type, ContractJson.Options);

    private static void AssertKept(JsonNode old, JsonNode now, string at)
    {
        switch (old)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                    AssertKept(value!, now[name] ?? throw new Xunit.Sdk.XunitException($"{at}.{name} of the release is lost"), $"{at}.{name}");
                break;
            case JsonArray items:
                Assert.Equal(items.Count, now.AsArray().Count);
                for (var i = 0; i < items.Count; i++)
                    AssertKept(items[i]!, now[i]!, $"{at}[{i}]");
                break;
            default:
                Assert.Equal(old.ToJsonString(), now.ToJsonString());
                break;
        }
    }

    // Strategies' parameters are names of their own, not properties of a message.
    private static void AddLater(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members.Where(static p => !string.Equals(p.Key, "parameters", StringComparison.Ordinal)).ToList())
                    AddLater(value);
                members.Insert(0, "addedLater", JsonNode.Parse("""{"to":[1,{"a":"message"}]}"""));
                break;
            case JsonArray items:
                foreach (var item in items)
                    AddLater(item);
                break;
        }
    }

    private static List<(string Name, Type Type, JsonNode Json)> Read(string file) =>
        [.. File.ReadLines(Path.Combine(Folder, file)).Select(static line => JsonNode.Parse(line)!).Select(static line =>
        {
            var name = (string)line["name"]!;
            return (name, TypeOf(name), line["json"]!);
        })];

    private static Type TypeOf(string name) => name.StartsWith(ReleaseWriter.State, StringComparison.Ordinal)
        ? typeof(GrainSettings).Assembly.GetCustomAttribute<GrainStatesAttribute>()!.Types.Single(type => string.Equals(ReleaseWriter.State + type.Name, name, StringComparison.Ordinal))
        : ContractTypes.TypeOf(name);
}
