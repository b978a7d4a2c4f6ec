using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Logging;
using OrleansTrader.Silo.Supervision;

namespace OrleansTrader.Silo.Tests.Logging;

public sealed class StoreOutageTests
{
    private readonly StoreOutage _outage = new();

    [Fact]
    public void Write_whileTheDatabaseIsAway_oneLineWithoutAStackAndTheRestIsCounted()
    {
        var first = Told(Away());
        Assert.Contains("ticks on. PostgreSQL cannot be reached", first, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", first, StringComparison.Ordinal);

        for (var i = 0; i < 5; i++)
            Assert.Empty(Told(Away()));
        Assert.Empty(Told(new JournalException("the journal cannot be written")));
        Assert.Empty(Told(new LeaseLostException("the lease ran out")));
        Assert.Contains("   at ", Told(Thrown(new InvalidOperationException("of its own"))), StringComparison.Ordinal);
        Assert.Contains("no fault at all", Told(null, "no fault at all"), StringComparison.Ordinal);

        Assert.Equal(7, _outage.End());
        Assert.Null(_outage.End());
        Assert.NotEmpty(Told(Away()));
    }

    [Fact]
    public void IsHidden_theFirstAndWhatIsNoOutage_areTold()
    {
        var first = Away();
        Assert.False(_outage.IsHidden(first));
        Assert.Equal(StoreOutage.Sight.Other, _outage.See(new JournalException("event 3 differs from what was written")));
        Assert.Equal(StoreOutage.Sight.Other, _outage.See(new JournalException("a row cannot be stored", new Refused(isPassing: false))));
        Assert.Equal(StoreOutage.Sight.First, _outage.See(first));

        Assert.False(_outage.IsHidden(first));
        Assert.True(_outage.IsHidden(Away()));
        Assert.False(_outage.IsHidden(null));
    }

    private static Exception Away() => Thrown(new JournalException("PostgreSQL cannot be reached", new Refused(isPassing: true)));

    private static Exception Thrown(Exception fault)
    {
        try
        {
            throw fault;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private string Told(Exception? fault, string message = "A timer failed; it ticks on.")
    {
        using var text = new StringWriter();
        new ConsoleLines(_outage).Write(
            new LogEntry<string>(LogLevel.Error, "Grains", default, message, fault, static (state, _) => state), scopeProvider: null, text);
        return text.ToString();
    }

    private sealed class Refused(bool isPassing) : DbException("refused")
    {
        public override bool IsTransient => isPassing;
    }
}
