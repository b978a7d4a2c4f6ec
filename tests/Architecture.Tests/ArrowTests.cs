using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace OrleansTrader.Architecture.Tests;

/// <summary>Arrows of the map point inward: a room sees only what stands here beside its name.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Trading"] = [],
        ["LocalRuntime"] = [],
        ["Grains.Interfaces"] = ["Trading", "LocalRuntime"],
        ["Grains"] = ["Trading", "Grains.Interfaces", "LocalRuntime"],
        ["ClusterRuntime"] = ["Trading", "Grains.Interfaces", "Grains"],
        ["Venues"] = ["Trading", "Grains.Interfaces", "Grains"],
        ["LanguageModels"] = ["Trading", "Grains.Interfaces", "Grains"],
        ["Storage"] = ["Trading", "Grains.Interfaces", "Grains", "LocalRuntime"],
        ["Settings"] = [],
        ["Cli"] = ["Storage", "Grains", "Settings"],
        ["Dashboard"] = ["Trading", "Grains.Interfaces", "LocalRuntime"],
        ["Silo"] = ["Trading", "Grains.Interfaces", "Grains", "LanguageModels", "Venues", "Storage", "Settings", "Dashboard", "LocalRuntime", "ClusterRuntime"],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys.Where(room => Directory.Exists(Path.Combine(Repository.Root, room)))];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_references_only_rooms_further_in(string room)
    {
        var referenced = Assembly.Load(AssemblyOf(room)).GetReferencedAssemblies().Select(a => a.Name!).Where(Allowed.ContainsKey);

        Assert.Empty(referenced.Except(Allowed[room], StringComparer.Ordinal));
    }

    [Fact]
    public void Every_room_of_the_solution_has_its_arrows_stated()
    {
        var rooms = Repository.Files(".csproj")
            .Where(path => !path.StartsWith("tests/", StringComparison.Ordinal) && !path.StartsWith("benchmarks/", StringComparison.Ordinal)
                && !path.StartsWith("eng/", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Empty(rooms.Except(Allowed.Keys, StringComparer.Ordinal));
    }

    // The client's program is named as people call it.
    private static string AssemblyOf(string room) => string.Equals(room, "Cli", StringComparison.Ordinal) ? "trader" : room;

    [Theory]
    [InlineData("LanguageModels")]
    [InlineData("Venues")]
    [InlineData("Storage")]
    public void Adapter_sees_only_the_ports_of_the_grains(string room)
    {
        var foreign = TypesUsed(room, "Grains").Where(type => !type.StartsWith("OrleansTrader.Grains.Ports.", StringComparison.Ordinal));

        Assert.Empty(foreign);
    }

    private static IEnumerable<string> TypesUsed(string room, string from)
    {
        using var stream = File.OpenRead(Assembly.Load(room).Location);
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        var used = new List<string>();
        foreach (var handle in metadata.TypeReferences)
        {
            var type = metadata.GetTypeReference(handle);
            if (type.ResolutionScope.Kind != HandleKind.AssemblyReference)
                continue;
            var assembly = metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
            if (string.Equals(metadata.GetString(assembly.Name), from, StringComparison.Ordinal))
                used.Add($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}");
        }

        return used;
    }
}
