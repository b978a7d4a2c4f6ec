System.Console.Error.WriteLine("The benchmarks measure the local runtime: build with OrleansRuntime=Local.");
return 2;
