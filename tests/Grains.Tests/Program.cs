using OrleansTrader.GrainsTests.Releases;
using Xunit.Runner.InProc.SystemConsole;

return args is [ReleaseWriter.Switch, var path]
    ? ReleaseWriter.Run(path)
    : await ConsoleRunner.Run(args);
