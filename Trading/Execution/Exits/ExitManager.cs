using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>
/// Looks after an open position by a policy: one function for agents and for signals. It is a function of its arguments alone. What it
/// changes are amendments of the exits that stand, or all of them in one commit; the same situation with the memory that came of it asks for
/// nothing new, and its commands bear the same names.
/// </summary>
/// <remarks>
/// In this order, the first that applies to the whole position ends it: invalidation, reversal, a trail that the market has passed (each
/// closes); then exits that are to be set up; then the stop's move; then at most one change of size.
/// </remarks>
public static class ExitManager
{
    /// <param name="memory">What came of the last advice; null, or of an earlier position: it begins anew.</param>
    /// <param name="cause">Who asks, for the books.</param>
    public static ExitAdvice Advise(ExitPolicy policy, ExitSituation situation, ExitMemory? memory, string cause)
    {
        var legs = ExitLegs.Of(situation);
        var known = Remember(situation, legs, memory);
        if (situation.Market.StaleReason is not null)
            return new ExitAdvice([], known, []);
        if (Closes(policy, situation) is { } reason)
            return new ExitAdvice([Close(situation, reason, cause)], known, []);
        var first = situation.Position.Exits?.Bracket.StopPrice ?? First(situation, known);
        var wanted = Stop(policy, situation, legs, first);
        if (wanted is { } passed && StopMoves.IsPassed(situation, passed) && passed != legs.Stop)
            return new ExitAdvice([Close(situation, "exit: the trailing stop was passed", cause)], known, []);
        if (known.RiskDistance == 0m && wanted is { } given)
            known = known with { RiskDistance = Math.Max(0m, (situation.Position.EntryPrice - given) * StopMoves.Sign(situation)) };
        if (ExitSetUp.Wanted(policy, situation, wanted, known.RiskDistance, legs) is { } bracket)
        {
            var set = new ReplaceExits(situation.Position.Symbol, bracket, Note("exits of the policy", cause));
            return new ExitAdvice([Planned(situation, "set", set)], known, []);
        }

        var commands = ImmutableArray.CreateBuilder<PlannedCommand>();
        if (wanted is { } to && legs is { StopOrder: { } order, Stop: { } from } && to != from)
            commands.Add(Planned(situation, "stop", new AmendOrder(order, TriggerPrice: to)));
        if (Resizing.Wanted(policy, situation, known) is { } resize)
        {
            known = resize.Memory;
            commands.Add(Planned(situation, resize.Name, new SubmitOrder(resize.Intent with { Note = Note(resize.Reason, cause) })));
        }

        return new ExitAdvice(commands.DrainToImmutable(), known, []);
    }

    internal static OrderNote Note(string reason, string cause) => new(
        reason.Length <= OrderNote.ReasonLengthMax ? reason : reason[..OrderNote.ReasonLengthMax],
        cause.Length <= OrderNote.CauseLengthMax ? cause : cause[..OrderNote.CauseLengthMax]);

    private static ExitMemory Remember(ExitSituation situation, in ExitLegs legs, ExitMemory? memory)
    {
        var position = situation.Position;
        if (memory is null || memory.Symbol != position.Symbol || memory.OpenedAt != position.OpenedAt)
            memory = new ExitMemory(position.Symbol, position.OpenedAt, 0m, Math.Abs(position.Quantity), 0, position.EntryPrice, 0, null);
        if (memory.RiskDistance > 0m || (position.Exits?.Bracket.StopPrice ?? legs.Stop ?? legs.Trailing) is not { } stop)
            return memory;
        return memory with { RiskDistance = Math.Max(0m, (position.EntryPrice - stop) * StopMoves.Sign(situation)) };
    }

    private static decimal? First(ExitSituation situation, ExitMemory known) =>
        known.RiskDistance > 0m ? situation.Position.EntryPrice - (known.RiskDistance * StopMoves.Sign(situation)) : null;

    private static string? Closes(ExitPolicy policy, ExitSituation situation)
    {
        foreach (var text in policy.Invalidation is { IsDefault: false } conditions ? conditions : [])
        {
            if (ExitCondition.TryParse(text, out var condition, out _) && condition.Holds(situation.Market, situation.Position.Side))
                return $"exit: {condition}";
        }

        return policy.Reversal is { } reversal && situation.Wish is { Side: { } side } wish && side != situation.Position.Side && wish.Confidence >= reversal.ConfidenceMin
            ? "exit: the signal has turned"
            : null;
    }

    // Where the stop is to stand: moved only where that is worth it; a trail never loosens.
    private static decimal? Stop(ExitPolicy policy, ExitSituation situation, in ExitLegs legs, decimal? first)
    {
        var now = legs.Stop ?? (legs.Trailing is null ? StopMoves.First(policy, situation) : null);
        if (StopMoves.Trail(policy, situation) is { } trail)
        {
            var next = now is { } held ? StopMoves.Tighter(situation, held, trail) : trail;
            return legs.Stop is { } from && !StopMoves.IsWorth(situation, from, next) ? from : next;
        }

        if (StopMoves.Volatility(policy, situation, first, now) is not { } wanted || (legs.Stop is { } stands && !StopMoves.IsWorth(situation, stands, wanted)))
            return now;
        // A stop that came too near for the market of this moment waits until it fits.
        return StopMoves.IsPassed(situation, wanted) ? now : wanted;
    }

    private static PlannedCommand Close(ExitSituation situation, string reason, string cause) =>
        Planned(situation, "close", new ClosePosition(situation.Position.Symbol, Note(reason, cause)));

    // Named by the position, what is done, and when it was seen: a repetition is the same command.
    private static PlannedCommand Planned(ExitSituation situation, string name, AccountCommand command) => new(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{situation.Position.Symbol}/{situation.Position.OpenedAt.UtcTicks}/{name}/{situation.At.UtcTicks}"), command);
}
