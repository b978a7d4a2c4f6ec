using OrleansTrader.Cli;

return await new Trader(Console.Out, Console.Error, Environment.GetEnvironmentVariable) { IsRedirected = Console.IsOutputRedirected }.Run(args);
