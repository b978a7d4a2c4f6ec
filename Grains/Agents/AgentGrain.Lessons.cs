using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.Grains.Agents;

/// <summary>The memory of a version that a model plans: what its closed trades taught returns to the prompt.</summary>
internal sealed partial class AgentGrain
{
    /// <summary>Most closed trades that are reviewed in one cycle; the others wait for the next ones.</summary>
    public const int ReviewsMax = 20;

    /// <summary>Most closed trades of the account, of others too, that one cycle looks at.</summary>
    private const int TradesReadMax = 200;

    // The number of the last trade that needs no review any more; null until it is read.
    private long? _learnedTo;
    private TradeObservation? _newestTrade;

    // Trades whose lessons are not written yet.
    private ImmutableArray<Lesson> _reviews = [];

    /// <summary>Reviews what was closed, and gives the observation the version's lessons.</summary>
    private async Task<Observation> Recall(Observation observation, VersionConfig config)
    {
        if (config.Model is not { Memory: not MemoryMode.Off and var memory })
            return observation;
        var newest = observation.LastTrades is [var first, ..] ? first : null;
        if (_learnedTo is null || !_reviews.IsEmpty || newest != _newestTrade)
            await Review(newest);
        if (memory == MemoryMode.Rules)
            await Keep(_reviews);
        var found = await readModel.LessonExtremes(
            state.State.Setup!.Version, LessonMemory.BestMax, LessonMemory.WorstMax, CancellationToken.None);
        return observation with { Lessons = LessonMemory.Choose(found.Select(static row => row.Lesson)) };
    }

    /// <summary>Writes the lessons that came with a plan. The facts are the books', the words the plan's; a trade that it leaves out keeps the rules' words.</summary>
    private async Task Learn(ModelPlan plan)
    {
        if (_reviews.IsEmpty || plan.Lessons.IsEmpty)
            return;
        await Keep([.. _reviews.Select(review => plan.Lessons.FirstOrDefault(lesson => lesson.Trade == review.Trade) is { } found
            ? review with { Words = LessonReview.Cut(found.Words, Lesson.WordsLengthMax), Author = found.Author }
            : review)]);
    }

    private async Task Keep(ImmutableArray<Lesson> lessons)
    {
        if (lessons.IsEmpty)
            return;
        var setup = state.State.Setup!;
        try
        {
            await journal.Write([.. lessons.Select(lesson => new LessonRow(setup.Version, setup.Account, _key, lesson))]);
        }
        catch (JournalException fault)
        {
            // The plan must not suffer; the next cycle tries again.
            LogLessonsLost(logger, fault, _key);
            return;
        }

        _learnedTo = lessons[^1].Trade;
        _reviews = [];
    }

    /// <summary>The last lessons of an agent that is stopped, in the rules' words: its version may have other agents.</summary>
    private async Task LearnLast(VersionConfig config)
    {
        if (config.Model is not { Memory: not MemoryMode.Off })
            return;
        try
        {
            await Review(newest: null);
            await Keep(_reviews);
        }
        catch (JournalException fault)
        {
            LogLessonsLost(logger, fault, _key);
        }
    }

    // Reads on from the last trade that taught something; where the account has closed none since the last look there is nothing to read.
    private async Task Review(TradeObservation? newest)
    {
        var account = state.State.Setup!.Account;
        _learnedTo ??= Math.Max(
            await readModel.LastLesson(_key, CancellationToken.None),
            await readModel.LastTradeBefore(account, state.State.StartedAt ?? time.GetUtcNow(), CancellationToken.None));
        var trades = await readModel.ClosedTradesAfter(account, _learnedTo.Value, TradesReadMax, CancellationToken.None);
        var reviews = ImmutableArray.CreateBuilder<Lesson>();
        var seen = _learnedTo.Value;
        foreach (var trade in trades)
        {
            if (CycleOf(trade) is { } cycle)
            {
                if (reviews.Count == ReviewsMax)
                    break;
                reviews.Add(await LessonOf(trade, cycle));
            }

            seen = trade.Number;
        }

        _reviews = reviews.ToImmutable();
        if (_reviews.IsEmpty)
            _learnedTo = seen;
        if (trades.Length < TradesReadMax && (trades.IsEmpty || seen == trades[^1].Number))
            _newestTrade = newest;
    }

    // What this agent did not open, by hand or by the one before it, is not its lesson.
    private long? CycleOf(ClosedTradeRow trade)
    {
        var begin = $"{Cause()} {CycleWord} ";
        return trade.EntryCause is { } cause && cause.StartsWith(begin, StringComparison.Ordinal)
            && long.TryParse(cause.AsSpan(begin.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var cycle)
                ? cycle
                : null;
    }

    private async Task<Lesson> LessonOf(ClosedTradeRow trade, long cycle)
    {
        var record = await readModel.DecisionRecord(_key, cycle, CancellationToken.None);
        var entry = record?.Decision is { } json
            ? ContractJson.Decode<Decision>(json).Positions.FirstOrDefault(position => position.Symbol == trade.Symbol.Symbol)
            : null;
        var decided = await readModel.Decisions(_key, cycle, CancellationToken.None);
        return LessonReview.Of(
            trade.Number,
            new TradeObservation(
                trade.Symbol.Symbol, trade.Side, trade.Quantity, trade.EntryPrice, trade.ExitPrice, trade.OpenedAt, trade.ClosedAt, trade.Net,
                trade.EntryReason, trade.ExitReason),
            trade.Exit, entry, decided.FirstOrDefault(row => row.Symbol == trade.Symbol)?.Regime);
    }

    [LoggerMessage(5, LogLevel.Error, "Lessons of {Agent} could not be written; its next cycle, if there is one, tries again.")]
    private static partial void LogLessonsLost(ILogger logger, Exception fault, AgentKey agent);
}
