using OrleansTrader.Cli;
using OrleansTrader.Settings;

var trader = new Trader(Console.Out, Console.Error, Environment.GetEnvironmentVariable) { IsRedirected = Console.IsOutputRedirected, Variables = ProcessEnvironment.Variables() };
return await trader.Run(args);
