using OrleansTrader.Benchmarks.GrainCalls;
using OrleansTrader.Benchmarks.Journal;

Dictionary<string, Func<string[], int>> benchmarks = new(StringComparer.Ordinal)
{
    ["grain-calls"] = GrainCallsBenchmark.Run,
    ["journal"] = JournalBenchmark.Run,
};

if (args is [var name, .. var rest] && benchmarks.TryGetValue(name, out var benchmark)) return benchmark(rest);

Console.Error.WriteLine($"usage: dotnet run -c Release --project benchmarks -- <{string.Join('|', benchmarks.Keys)}>");
return 2;
