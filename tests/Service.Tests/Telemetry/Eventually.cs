namespace OrleansTrader.Service.Tests.Telemetry;

internal static class Eventually
{
    /// <summary>Waits until a condition holds, at most as long as for anything that a process is to do.</summary>
    public static async Task Holds(Func<Task<bool>> condition, Func<string> otherwise)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(SiloProcess.WaitSecondsMax));
        while (!await condition())
        {
            Assert.False(bound.IsCancellationRequested, otherwise());
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
    }
}
