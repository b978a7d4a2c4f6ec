using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Agents;

/// <summary>Cycles of versions that a language model plans: ask, go on with other things, and act on the answer.</summary>
internal sealed partial class AgentGrain
{
    /// <summary>Failures in a row after which a model is asked less often.</summary>
    public const int SafeModeAfterFailures = 3;

    /// <summary>Most cycles that pass between two questions in safe mode; the number doubles with each further failure.</summary>
    public const int SafeModeCyclesMax = 32;

    /// <summary>Most answers that one plan waits for: four of a panel, and a repair.</summary>
    private const int AnswersMax = 5;

    // Beside the models' own time: waiting for a free place, reading, keeping the record.
    private static readonly TimeSpan AnswerSlack = TimeSpan.FromSeconds(30);

    private long? _asked;
    private DateTimeOffset _askedUntil;
    private int _failures;
    private int _cyclesToPass;
    private IGrainTimer? _answer;

    public async Task OnPlanned(ModelPlan plan)
    {
        if (TakeOpinion(plan))
            return;
        if (_asked != plan.Cycle || state.State is not { Status: AgentStatus.Active, Config: { } config })
        {
            LogLateAnswer(logger, _key, plan.Cycle);
            return;
        }

        using var span = StartSpan("agent decision");
        await Turn(() => TakeAndLearn(plan, config));
        _signal = null;
    }

    private bool IsWaiting()
    {
        if (_asked is null)
            return false;
        if (time.GetUtcNow() < _askedUntil)
            return true;
        _asked = null;
        _signal = null;
        CountFailure("the model did not answer in time");
        return false;
    }

    /// <returns>Whether the cycle has come to its end.</returns>
    private async Task<bool> Ask(Observation observation, VersionConfig config)
    {
        if (_cyclesToPass > 0)
        {
            _cyclesToPass--;
            Hold($"safe mode after {_failures} failures in a row: asks again in {_cyclesToPass + 1} cycles");
            return true;
        }

        observation = await Recall(observation, config);
        var setup = state.State.Setup!;
        var cycle = Number(observation.At, config);
        _asked = cycle;
        _askedUntil = time.GetUtcNow() + (((config.Model!.AnswerWithin * AnswersMax) + AnswerSlack) * settings.ClockSpeed);
        var ticket = await models.Ask(new ModelQuery(_key, setup.Account, setup.Version, config, cycle, observation) { Reviews = _reviews });
        if (ticket.Plan is not { } plan)
            return false;
        if (ticket.After <= TimeSpan.Zero)
            return await TakeAndLearn(plan, config);
        _answer?.Dispose();
        _answer = this.RegisterGrainTimer(
            _ => OnPlanned(plan), new GrainTimerCreationOptions(ticket.After, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        return false;
    }

    // Orders first: they are what cannot wait.
    private async Task<bool> TakeAndLearn(ModelPlan plan, VersionConfig config)
    {
        var isEnded = await Take(plan, config);
        await Learn(plan);
        return isEnded;
    }

    /// <returns>True: the cycle has come to its end.</returns>
    private async Task<bool> Take(ModelPlan plan, VersionConfig config)
    {
        _asked = null;
        if (plan.Decision is not { } decision)
        {
            Hold(plan.HoldReason ?? "the model gave no decision", plan.IsFailure ? DecisionMetrics.Failed : DecisionMetrics.Held);
            if (plan.IsOverBudget)
                await TellOfBudget(plan.HoldReason ?? "the models' budget is used up");
            if (plan.IsFailure)
                CountFailure(plan.HoldReason ?? "the model gave no decision");
            return true;
        }

        _failures = 0;

        // The market went on while the model thought: orders come from what is now. A market that has gone stale is not traded.
        if (await Observe(ObservationRequest.None) is not ({ } observation, var version))
            return true;
        var usable = observation with { Symbols = [.. observation.Symbols.Where(static symbol => symbol.StaleReason is null)] };
        await Conclude(decision, usable, plan.Cycle, config, version);
        return true;
    }

    private void CountFailure(string reason)
    {
        _failures++;
        Fail(reason);
        if (_failures >= SafeModeAfterFailures)
            _cyclesToPass = Math.Min(SafeModeCyclesMax, 1 << Math.Min(_failures - SafeModeAfterFailures, 16));
    }

    [LoggerMessage(4, LogLevel.Information, "An answer to {Agent} for its cycle {Cycle} came when nobody waited for it, and is dropped.")]
    private static partial void LogLateAnswer(ILogger logger, AgentKey agent, long cycle);
}
