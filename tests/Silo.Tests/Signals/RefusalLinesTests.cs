using System.Net;
using Microsoft.Extensions.Logging;
using OrleansTrader.Silo.Http.Webhooks;
using OrleansTrader.Silo.Tests.Supervision;

namespace OrleansTrader.Silo.Tests.Signals;

public sealed class RefusalLinesTests
{
    [Fact]
    public void Add_sendersOwnWords_areNotWritten()
    {
        var log = new Lines();

        new RefusalLines(log).Add("invalid", new Sender("demo\nforged line", "tv", IPAddress.Loopback), "field\nforged");

        Assert.Equal(["An alert for ?/tv from 127.0.0.1 was refused: invalid (body)"], log.Written);
    }

    [Fact]
    public void Add_flood_isCountedAndTold()
    {
        var (log, time) = (new Lines(), new SteppedTime());
        var lines = new RefusalLines(log, time);
        for (var i = 0; i < RefusalLines.LinesPerMinuteMax + 25; i++)
            Add();
        Assert.Equal(RefusalLines.LinesPerMinuteMax, log.Written.Count);

        time.Pass(TimeSpan.FromMinutes(1));
        Add();

        Assert.Equal("Before it 25 refused alerts got no line of their own", log.Written[^1]);
        Assert.Equal(RefusalLines.LinesPerMinuteMax + 2, log.Written.Count);

        void Add() => lines.Add("unauthorised", new Sender("demo", "tv", IPAddress.Loopback), "credentials");
    }

    private sealed class Lines : ILogger<RefusalLines>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
