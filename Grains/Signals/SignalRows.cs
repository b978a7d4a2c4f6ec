using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Signals;

/// <summary>The rows that follow from a signal's state; the same when the read model is rebuilt.</summary>
internal static class SignalRows
{
    public static SignalRow Of(SignalKey key, string venue, SignalState state)
    {
        var signal = state.Signal!;
        return new SignalRow(
            key, signal.Source, new SymbolKey(venue, signal.Symbol), signal.Direction, signal.Origin, signal.Label, state.Stage, state.Reason,
            signal.ReceivedAt, state.Steps.IsEmpty ? state.At : state.Steps[^1].At, SignalTimes.DueAt(state),
            state.Stage == SignalStage.Received ? signal.Confidence : state.Confidence == 0m ? signal.Confidence : state.Confidence,
            state.Levels?.Entry ?? signal.Entry, state.Levels?.Stop ?? signal.StopLoss, state.Levels?.Target ?? signal.Target,
            state.Score?.R, state.Score?.OnPaper ?? false)
        {
            Steps = state.Steps,
            Legs = [.. state.Legs.Select(static leg => new SignalLegView(
                leg.Name, leg.Stage, leg.Reason, leg.Account.Name is null ? null : leg.Account, leg.Cause, leg.Quantity, leg.Price, leg.Score))],
        };
    }

    /// <summary>What a score adds to its source's tally; nothing where it is not new.</summary>
    public static ImmutableArray<SourceTallyRow> TallyOf(SignalKey key, string venue, SignalState before, SignalState after)
    {
        if (before.Score is not null || after is not { Score: { } score, Signal: { } signal })
            return [];
        var isResult = score.Reason is SignalReason.Won or SignalReason.Lost;
        return
        [
            new SourceTallyRow(
                new SourceKey(key.Tenant, signal.Source), new SymbolKey(venue, signal.Symbol), signal.Direction,
                score.Reason == SignalReason.Won ? 1 : 0, score.Reason == SignalReason.Lost ? 1 : 0, isResult ? 0 : 1, isResult && score.OnPaper ? 1 : 0,
                isResult ? score.R : 0m, after.At),
        ];
    }
}
