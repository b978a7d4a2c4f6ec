using OrleansTrader.Storage.Tests.Crash;
using Xunit.Runner.InProc.SystemConsole;

return args is [CrashWriter.Switch, var directory]
    ? await CrashWriter.Run(directory)
    : await ConsoleRunner.Run(args);
