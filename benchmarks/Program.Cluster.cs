using OrleansTrader.Benchmarks.Cluster;

if (args is ["cluster", ..])
    return await ClusterBenchmark.Run();
if (args is ["silo", var number, var directory])
    return await BenchmarkSilo.Run(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture), directory);

Console.Error.WriteLine("usage, in the cluster flavour: BENCHMARK_DATABASE='Host=…;Database=…' dotnet run -c Release -p:OrleansRuntime=Microsoft --project benchmarks -- cluster");
Console.Error.WriteLine("The other benchmarks measure the local runtime: build with OrleansRuntime=Local.");
return 2;
