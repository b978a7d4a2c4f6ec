using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Road;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Agents;

/// <summary>What a signal asks of an agent: a second opinion, or a cycle at once.</summary>
internal sealed partial class AgentGrain
{
    /// <summary>Opinions of a language model that are waited for at a time; beyond it there is none.</summary>
    public const int OpinionsMax = 8;

    private const string SectionName = "signal";

    // By the number of the question: cycles count intervals, these are instants in ticks and never meet them.
    private readonly Dictionary<long, (SignalBrief Signal, string Subscriber, DateTimeOffset Until)> _opinions = [];
    private SignalBrief? _signal;

    public async Task<OpinionReply> Opine(string subscriber, SignalBrief signal)
    {
        if (state.State is not { Status: AgentStatus.Active, Config: { } config } || _needs is null)
            return Without("the agent does not run");
        if (!config.Symbols.Contains(signal.Signal.Symbol))
            return Without($"the agent does not trade {signal.Signal.Symbol}");
        using var span = StartSpan("agent opinion");
        var holdBefore = _holdReason;
        var seen = await Observe(_needs);
        var waiting = _holdReason;
        _holdReason = holdBefore;
        if (seen is not ({ } observation, _))
            return Without(waiting ?? "there is nothing to look at");
        observation = With(observation, signal);
        if (_planner is not null)
            return new OpinionReply(OpinionOf(_planner.Plan(observation), signal.Signal, observation));
        return await AskModel(subscriber, signal, observation, config);
    }

    public async Task<string?> RunNow(SignalBrief signal)
    {
        if (state.State is not { Status: AgentStatus.Active, Config: { } config } || _needs is null)
            return "the agent does not run";
        if (IsWaiting())
            return "the agent's model is thinking already";
        using var span = StartSpan("agent cycle");
        _signal = signal;
        try
        {
            await Turn(() => Decide(config));
        }
        finally
        {
            // A model answers later: what it was asked by is forgotten with the answer.
            if (_asked is null)
                _signal = null;
        }

        return null;
    }

    private static OpinionReply Without(string why) => new(new SecondOpinion(OpinionVerdict.None, why));

    private async Task<OpinionReply> AskModel(string subscriber, SignalBrief signal, Observation observation, VersionConfig config)
    {
        var now = time.GetUtcNow();
        foreach (var (number, waiting) in _opinions.ToArray())
        {
            if (waiting.Until <= now)
                _opinions.Remove(number);
        }

        var cycle = NumberOf(signal);
        if (_opinions.ContainsKey(cycle))
            return new OpinionReply(null);
        if (_opinions.Count >= OpinionsMax)
            return Without($"{OpinionsMax} opinions are waited for already");
        var setup = state.State.Setup!;
        _opinions[cycle] = (signal, subscriber, now + (SignalTimes.OpinionWithinMax * settings.ClockSpeed));
        var asked = observation with { Performance = await Performance(observation.At) };
        var ticket = await models.Ask(new ModelQuery(_key, setup.Account, setup.Version, config, cycle, asked));
        if (ticket.Plan is not { } plan)
            return new OpinionReply(null);
        if (ticket.After > TimeSpan.Zero)
        {
            IGrainTimer? answer = null;
            answer = this.RegisterGrainTimer(
                _ =>
                {
                    answer?.Dispose();
                    return OnPlanned(plan);
                },
                new GrainTimerCreationOptions(ticket.After, Timeout.InfiniteTimeSpan) { KeepAlive = true });
            return new OpinionReply(null);
        }

        _opinions.Remove(cycle);
        return new OpinionReply(OpinionOf(plan, signal.Signal, observation));
    }

    /// <returns>Whether the plan was an opinion; then it is none of a cycle's.</returns>
    private bool TakeOpinion(ModelPlan plan)
    {
        if (!_opinions.Remove(plan.Cycle, out var asked))
            return false;
        var opinion = OpinionOf(plan, asked.Signal.Signal, null);
        _ = Tell();
        return true;

        // Not awaited: the signal may wait for this agent at the same time. One that is lost counts as none.
        async Task Tell()
        {
            try
            {
                await GrainFactory.Signal(asked.Signal.Key).OnOpinion(asked.Subscriber, opinion);
            }
            catch (Exception fault)
            {
                LogOpinionLost(logger, fault, _key, asked.Signal.Key);
            }
        }
    }

    private static SecondOpinion OpinionOf(ModelPlan plan, Signal signal, Observation? observation) => plan.Decision is { } decision
        ? OpinionOf(decision, signal, observation)
        : new SecondOpinion(OpinionVerdict.None, Cut(plan.HoldReason ?? "the model gave no decision"));

    private static SecondOpinion OpinionOf(Decision decision, Signal signal, Observation? observation)
    {
        var wanted = decision.Positions.FirstOrDefault(position => position.Symbol == signal.Symbol);
        var isLong = signal.Direction == SignalDirection.Long;
        var held = observation?.Account.Find(signal.Symbol)?.Quantity ?? 0m;
        var isHeld = held != 0m && held > 0m == isLong;
        return wanted?.Signal switch
        {
            TradeSignal.Buy => new SecondOpinion(isLong ? OpinionVerdict.Agrees : OpinionVerdict.Contradicts, Cut(wanted.Justification)),
            TradeSignal.Sell => new SecondOpinion(isLong ? OpinionVerdict.Contradicts : OpinionVerdict.Agrees, Cut(wanted.Justification)),
            TradeSignal.Close when isHeld || observation is null => new SecondOpinion(OpinionVerdict.Contradicts, Cut(wanted.Justification)),
            _ when isHeld => new SecondOpinion(OpinionVerdict.Agrees, "holds the same side"),
            _ => new SecondOpinion(OpinionVerdict.Neutral, wanted is null ? "has no wish of its own" : Cut(wanted.Justification)),
        };
    }

    private static string Cut(string words) => words.Length <= SignalStep.DetailLengthMax ? words : words[..SignalStep.DetailLengthMax];

    // The instant of the road's step is the same however often the signal comes: so are the command ids.
    private static long NumberOf(SignalBrief signal) => signal.At.UtcTicks;

    private Observation With(Observation observation, SignalBrief signal) => observation with
    {
        Sections = observation.Sections.Add(new ObservationSection(
            SectionName, signal.Signal.Source, signal.Signal.At, SectionForm.Json, ContractJson.EncodeText(signal))),
    };

    [LoggerMessage(7, LogLevel.Warning, "An opinion of {Agent} on signal {Signal} could not be told; the signal goes by its own choice.")]
    private static partial void LogOpinionLost(ILogger logger, Exception fault, AgentKey agent, SignalKey signal);
}
