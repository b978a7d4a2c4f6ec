using OrleansTrader.Benchmarks.Agents;
using OrleansTrader.Benchmarks.Execution;
using OrleansTrader.Benchmarks.Fairness;
using OrleansTrader.Benchmarks.GrainCalls;
using OrleansTrader.Benchmarks.Journal;
using OrleansTrader.Benchmarks.Memory;
using OrleansTrader.Benchmarks.Quotes;
using OrleansTrader.Benchmarks.Service;
using OrleansTrader.Benchmarks.Webhooks;

Dictionary<string, Func<string[], int>> benchmarks = new(StringComparer.Ordinal)
{
    ["grain-calls"] = GrainCallsBenchmark.Run,
    ["journal"] = JournalBenchmark.Run,
    ["quote"] = QuoteBenchmark.Run,
    ["memory"] = MemoryBenchmark.Run,
    ["agents"] = AgentsBenchmark.Run,
    ["fairness"] = FairnessBenchmark.Run,
    ["execution"] = ExecutionBenchmark.Run,
    ["replay"] = ReplayBenchmark.Run,
    ["webhooks"] = WebhooksBenchmark.Run,
    ["first-page"] = FirstPageBenchmark.Run,
};

if (args is [var name, .. var rest] && benchmarks.TryGetValue(name, out var benchmark)) return benchmark(rest);

Console.Error.WriteLine($"usage: dotnet run -c Release --project benchmarks -- <{string.Join('|', benchmarks.Keys)}>");
return 2;
