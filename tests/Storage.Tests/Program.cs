using OrleansTrader.Storage.Tests.Crash;
using Xunit.Runner.InProc.SystemConsole;

return args is [CrashWriter.Switch, var directory, .. var postgres]
    ? await CrashWriter.Run(directory, postgres)
    : await ConsoleRunner.Run(args);
