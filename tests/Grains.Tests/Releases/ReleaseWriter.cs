using System.Reflection;
using System.Text.Json;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Json;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.GrainsTests.Releases;

/// <summary>
/// Writes what a release sends, journals and stores, one line a sample: every listed type, every case of the unions, every kind of
/// account event, every state. Run by hand, with the release's own code; later releases read the file in their tests.
/// </summary>
internal static class ReleaseWriter
{
    public const string Switch = "--write-release";

    /// <summary>Before the name of a state, which has none in <see cref="ContractTypes"/>.</summary>
    public const string State = "state ";

    public static int Run(string path)
    {
        File.WriteAllLines(path, Lines());
        return 0;
    }

    private static IEnumerable<string> Lines()
    {
        var samples = new Samples();
        var listed = ContractTypes.All.OrderBy(static row => row.Key, StringComparer.Ordinal).ToList();
        foreach (var (name, type) in listed.Where(static row => !row.Value.IsAbstract && row.Value != typeof(AccountEvent)))
        {
            yield return Line(name, samples.Make(type, 1), type);
            yield return Line(name, samples.Make(type, 0), type);
        }

        foreach (var (name, union) in listed.Where(static row => row.Value.IsAbstract))
        {
            foreach (var (_, type) in listed.Where(row => row.Value.BaseType == union))
                yield return Line(name, samples.Make(type, 1), union);
        }

        foreach (var kind in Enum.GetValues<AccountEventKind>().Where(static k => k != AccountEventKind.None))
        {
            var payload = typeof(AccountEvent).Assembly.GetType($"OrleansTrader.Trading.Accounts.{kind}")!;
            var constructor = typeof(AccountEvent).GetConstructors().Single(c => c.GetParameters()[0].ParameterType.GetElementType() == payload);
            yield return Line("accountEvent", constructor.Invoke([samples.Make(payload, 1)]), typeof(AccountEvent));
        }

        foreach (var state in typeof(GrainSettings).Assembly.GetCustomAttribute<GrainStatesAttribute>()!.Types)
            yield return Line(State + state.Name, samples.Make(state, 1), state);
    }

    private static string Line(string name, object? value, Type type) =>
        $$"""{"name":"{{name}}","json":{{JsonSerializer.Serialize(value, type, ContractJson.Options)}}}""";
}
