using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Signals;

/// <summary>The walk: one bounded step a turn, in a timer, so that others get their turns in between.</summary>
internal sealed partial class SignalGrain
{
    /// <summary>Tries of one step in one activation; after them the sweep comes back to it.</summary>
    public const int TriesMax = 8;

    /// <summary>Others of the tenant that are looked at for what a signal repeats or contradicts.</summary>
    public const int NeighboursMax = 100;

    private IGrainTimer? _timer;
    private ActivityContext _trace;
    private int _tries;

    private enum Walk
    {
        /// <summary>A step was taken: the next one at once.</summary>
        On,

        /// <summary>Nothing is to be done before <see cref="SignalRow.DueAt"/>.</summary>
        Wait,

        /// <summary>The step could not be taken now.</summary>
        Retry,
    }

    private void GoOn()
    {
        if (_timer is null && !_isLost && SignalTimes.DueAt(_state) is not null)
            _timer = this.RegisterGrainTimer(Step, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private async Task Step(CancellationToken cancellation)
    {
        Caller.BecomeService();
        using var span = TraderTelemetry.Source.StartActivity("signal step", ActivityKind.Internal, _trace);
        if (span is { IsAllDataRequested: true })
            span.SetTag("trader.signal", _key.ToString()).SetTag("trader.stage", _state.Stage.ToString());
        Walk walk;
        try
        {
            walk = _state.Score is not null ? Walk.Wait : await TakeStep();
        }
        catch (Exception fault)
        {
            span?.SetStatus(ActivityStatusCode.Error, fault.Message);
            LogStepFailed(logger, fault, _key, _state.Stage);
            walk = await GiveUp(fault) ? Walk.On : Walk.Retry;
        }

        if (_isLost)
            Rest();
        else if (walk == Walk.On)
            Continue();
        else if (walk == Walk.Retry && ++_tries < TriesMax)
            _timer?.Change(SignalTimes.RetryAfter, Timeout.InfiniteTimeSpan);
        else
            Rest();
    }

    private void Continue()
    {
        _tries = 0;
        _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    // The sweep, a call or a new activation goes on from here.
    private void Rest()
    {
        _timer?.Dispose();
        _timer = null;
        _tries = 0;
        DeactivateOnIdle();
    }

    private Task<Walk> TakeStep() => _state.Stage switch
    {
        SignalStage.Received => Enrich(),
        SignalStage.Enriched => Qualify(),
        SignalStage.Qualified or SignalStage.Executed or SignalStage.Managed => Serve(),
        _ => FollowOnPaper(),
    };

    private async Task<Walk> Enrich()
    {
        var signal = _state.Signal!;
        var market = await GrainFactory.Symbol(SymbolKey).Observe(Enrichment.Needs(signal));
        var tallies = await readModel.SourceTallies(new SourceKey(_key.Tenant, signal.Source), CancellationToken.None);
        var all = default(SignalTally);
        var alike = default(SignalTally);
        foreach (var tally in tallies)
        {
            all = Sum(all, tally);
            if (tally.Symbol == SymbolKey && tally.Direction == signal.Direction)
                alike = Sum(alike, tally);
        }

        return await Take("enrich", Enrichment.Decide(_state, market, new SourceRecord(all, alike), time.GetUtcNow()));

        static SignalTally Sum(SignalTally sum, SourceTallyRow row) => new(sum.Won + row.Won, sum.Lost + row.Lost, sum.SumR + row.SumR);
    }

    private async Task<Walk> Qualify()
    {
        var signal = _state.Signal!;
        var near = await readModel.SignalsSince(
            _key.Tenant, SymbolKey, signal.ReceivedAt - SignalTimes.NeighboursWithin, NeighboursMax, CancellationToken.None);
        return await Take("qualify", Qualification.Decide(
            _state, _key.Id,
            [.. near.Where(row => row.Key != _key).Select(static row => new Neighbour(row.Key.Id, row.Source, row.Direction, row.Stage, row.ReceivedAt))],
            time.GetUtcNow()));
    }

    private async Task<Walk> Serve()
    {
        var waits = false;
        foreach (var leg in _state.Legs)
        {
            if (leg.IsEnded)
                continue;
            var walk = await Serve(leg);
            if (walk != Walk.Wait)
                return walk;
            waits = true;
        }

        if (waits)
            return await LookAgainLater();
        if (_state.Legs.Where(static leg => leg.Score is not null).Select(static leg => leg.Score!).ToArray() is { Length: > 0 } scores)
            return await Take("score", new SignalScored(time.GetUtcNow(), TradeScoring.Together([.. scores])));
        return await FollowOnPaper();
    }

    private async Task<Walk> Take(string step, SignalEvent? happened)
    {
        if (happened is null)
            return Walk.Wait;
        return await Commit(step, happened) ? Walk.On : Walk.Retry;
    }

    // Nothing has changed, and the next look is a little later: no event, but the sweep must know.
    private async Task<Walk> LookAgainLater()
    {
        var now = time.GetUtcNow();
        if (SignalTimes.DueAt(_state) is { } due && due <= now)
            await journal.Write([RowOf(_state) with { DueAt = SignalTimes.NextLook(_state, now) }]);
        return Walk.Wait;
    }

    // What cannot be done in time is not done late: the market that it was meant for is gone. Orders that may stand are never given up.
    private async Task<bool> GiveUp(Exception fault)
    {
        var now = time.GetUtcNow();
        if (_isLost || now - _state.At < SignalTimes.StepWithinMax)
            return false;
        var detail = $"{fault.GetType().Name}: {fault.Message}";
        if (_state.Stage is SignalStage.Received or SignalStage.Enriched)
            return await Commit("give-up", new SignalRefused(now, SignalReason.TookTooLong, detail));
        return _state.Stage == SignalStage.Qualified
            && _state.Legs.FirstOrDefault(static leg => leg.Stage is LegStage.Waiting or LegStage.Judged) is { } leg
            && await Commit($"give-up/{leg.Name}", new LegEnded(now, leg.Name, SignalReason.TookTooLong, detail));
    }

    private SymbolKey SymbolKey => new(settings.Venue, _state.Signal!.Symbol);

    [LoggerMessage(4, LogLevel.Warning, "A step of signal {Signal} at {Stage} failed; it is tried again.")]
    private static partial void LogStepFailed(ILogger logger, Exception fault, SignalKey signal, SignalStage stage);
}
