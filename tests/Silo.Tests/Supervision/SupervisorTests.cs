using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Silo.Supervision;

namespace OrleansTrader.Silo.Tests.Supervision;

public sealed class SupervisorTests
{
    [Fact]
    public async Task Work_failsAgainAndAgain_isRestartedWithDoublingBackoffAndItsStateIsKept()
    {
        var time = new SteppedTime();
        var registry = new ServiceRegistry();
        var seen = new ConcurrentQueue<ServiceStatus>();
        using var service = new FailingService(registry, time, failures: 9, _ => seen.Enqueue(registry.Statuses.Single()));
        await Run(service);

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], time.Waits.Select(static wait => wait.TotalSeconds));
        Assert.Equal(Enumerable.Range(0, 10), seen.Select(static status => status.Restarts));
        Assert.All(seen, static status => Assert.Equal(ServiceState.Running, status.State));
        var last = registry.Statuses.Single();
        Assert.Equal((ServiceState.Finished, 9, "failure 9"), (last.State, last.Restarts, last.LastError));
    }

    [Fact]
    public async Task Work_failsAfterALongHealthyRun_waitsTheShortestTimeAgain()
    {
        var time = new SteppedTime();
        using var service = new FailingService(
            new ServiceRegistry(), time, failures: 4, run => time.Pass(TimeSpan.FromSeconds(run == 3 ? SupervisedService.HealthySeconds : 0)));
        await Run(service);

        Assert.Equal([1, 2, 1, 2], time.Waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Work_failed_isShownAsWaitingWithItsErrorUntilItIsStopped()
    {
        var registry = new ServiceRegistry();
        var time = new SteppedTime { Stands = true };
        using var service = new FailingService(registry, time, failures: 1, static _ => { });
        await service.StartAsync(CancellationToken.None);
        await time.Waiting.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var status = registry.Statuses.Single();
        Assert.Equal((ServiceState.WaitingToRestart, 1, "failure 1"), (status.State, status.Restarts, status.LastError));

        await service.StopAsync(CancellationToken.None);
        Assert.Equal(ServiceState.Stopped, registry.Statuses.Single().State);
    }

    private static async Task Run(FailingService service)
    {
        await service.StartAsync(CancellationToken.None);
        await service.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private sealed class FailingService(ServiceRegistry registry, TimeProvider time, int failures, Action<int> onRun)
        : SupervisedService("feed", registry, time, NullLogger.Instance)
    {
        private int _runs;

        protected override Task Work(CancellationToken cancellation)
        {
            onRun(++_runs);
            return _runs > failures ? Task.CompletedTask : throw new InvalidOperationException($"failure {_runs}");
        }
    }
}
