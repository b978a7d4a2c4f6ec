using System.Collections.Immutable;
using System.Globalization;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>A signal's state from its events. Pure and total: an event that does not fit leaves the state as it is, but for its version.</summary>
public static class SignalRoad
{
    /// <summary>Most steps that are kept; a road has about ten, and three for each subscriber.</summary>
    public const int StepsMax = 400;

    public static SignalState Apply(SignalState state, SignalEvent happened)
    {
        var next = happened switch
        {
            SignalReceived received => Received(received),
            SignalEnriched enriched => Common(state, enriched.At, SignalStage.Enriched, SignalReason.Enriched, Words.Of(enriched)) with
            {
                Market = enriched.Market, Levels = enriched.Levels, Record = enriched.Record, EnrichedAt = enriched.At,
            },
            SignalQualified qualified => Common(state, qualified.At, SignalStage.Qualified, SignalReason.Qualified, qualified.Detail) with
            {
                Confidence = qualified.Confidence, Costs = qualified.Costs,
            },
            SignalRefused refused => Common(state, refused.At, SignalStage.Refused, refused.Reason, refused.Detail),
            PaperFollowed followed => state with { Paper = followed.Course },
            SignalScored scored => Scored(state, scored),
            _ => OfLeg(state, happened),
        };
        return next with { Version = state.Version + 1 };
    }

    private static SignalState Received(SignalReceived received)
    {
        var legs = ImmutableArray.CreateBuilder<LegState>(received.Terms.Subscriptions.Length);
        foreach (var subscription in received.Terms.Subscriptions)
        {
            var name = SignalState.NameOf(subscription);
            if (!legs.Any(leg => string.Equals(leg.Name, name, StringComparison.Ordinal)))
                legs.Add(new LegState(name, subscription) { At = received.At });
        }

        var state = new SignalState { Signal = received.Signal, Terms = received.Terms, At = received.At, Legs = legs.ToImmutable() };
        return Step(state, received.At, SignalReason.Received, null, Words.Of(received.Signal));
    }

    private static SignalState Common(SignalState state, DateTimeOffset at, SignalStage stage, SignalReason reason, string detail) =>
        Step(state, at, reason, null, detail) with { Stage = stage, At = at, Reason = reason };

    // A refused signal stays refused, also where paper tells how it would have ended.
    private static SignalState Scored(SignalState state, SignalScored scored)
    {
        var told = Step(state, scored.At, scored.Score.Reason, null, Words.Of(scored.Score));
        return told with { Score = scored.Score, Stage = state.Stage == SignalStage.Refused ? state.Stage : SignalStage.Scored, At = scored.At };
    }

    private static SignalState OfLeg(SignalState state, SignalEvent happened) => happened switch
    {
        LegAsked asked => Change(state, asked.Subscriber, asked.At, SignalReason.OpinionAsked, LegStage.Asked, string.Empty, leg => leg with { AskedUntil = asked.Until }),
        LegJudged judged => Change(state, judged.Subscriber, judged.At, judged.Reason, LegStage.Judged, judged.Detail, static leg => leg),
        LegSized sized => Change(state, sized.Subscriber, sized.At, SignalReason.Sized, LegStage.Sized, sized.Detail, leg => leg with
        {
            Account = sized.Account, Cause = sized.Cause, Commands = sized.Commands, Quantity = sized.Quantity,
        }),
        LegExecuted executed => Change(state, executed.Subscriber, executed.At, SignalReason.Executed, LegStage.Executed, executed.Detail, leg => leg with { Order = executed.Order }),
        LegManaged managed => Change(
            state, managed.Subscriber, managed.At, SignalReason.Filled, LegStage.Managed,
            string.Create(CultureInfo.InvariantCulture, $"{Words.Number(managed.Quantity)} at {Words.Number(managed.Price)}"),
            leg => leg with { Quantity = managed.Quantity, Price = managed.Price }),
        LegEnded ended => Change(state, ended.Subscriber, ended.At, ended.Reason, LegStage.Ended, ended.Detail, static leg => leg),
        LegScored scored => Change(state, scored.Subscriber, scored.At, scored.Score.Reason, LegStage.Ended, Words.Of(scored.Score), leg => leg with { Score = scored.Score }),
        _ => state,
    };

    private static SignalState Change(
        SignalState state, string name, DateTimeOffset at, SignalReason reason, LegStage stage, string detail, Func<LegState, LegState> change)
    {
        for (var i = 0; i < state.Legs.Length; i++)
        {
            if (!string.Equals(state.Legs[i].Name, name, StringComparison.Ordinal))
                continue;
            var legs = state.Legs.SetItem(i, change(state.Legs[i]) with { Stage = stage, At = at, Reason = reason });
            return StageOf(Step(state with { Legs = legs }, at, reason, name, detail), at);
        }

        return state;
    }

    // Of a qualified signal: as far as the leg that has come furthest; once all have ended, what came of them.
    private static SignalState StageOf(SignalState state, DateTimeOffset at)
    {
        if (state.Stage is not (SignalStage.Qualified or SignalStage.Executed or SignalStage.Managed))
            return state;
        var (stage, reason) = (SignalStage.Qualified, SignalReason.Qualified);
        if (state.Legs.Any(static leg => leg.Stage == LegStage.Managed))
            (stage, reason) = (SignalStage.Managed, SignalReason.Filled);
        else if (state.Legs.Any(static leg => leg.Stage == LegStage.Executed))
            (stage, reason) = (SignalStage.Executed, SignalReason.Executed);
        else if (state.Legs.All(static leg => leg.IsEnded))
            (stage, reason) = AfterAll(state);
        return stage == state.Stage && reason == state.Reason ? state : state with { Stage = stage, Reason = reason, At = at };
    }

    private static (SignalStage Stage, SignalReason Reason) AfterAll(SignalState state)
    {
        if (state.Legs.FirstOrDefault(static leg => leg.Score is not null) is { } scored)
            return (SignalStage.Managed, scored.Reason);
        if (state.Legs.FirstOrDefault(static leg => leg.Reason is SignalReason.Informed or SignalReason.Ran or SignalReason.PositionClosed or SignalReason.NotFilled) is { } done)
            return (SignalStage.Informed, done.Reason);
        return (SignalStage.Refused, state.Legs.IsEmpty ? SignalReason.NobodySubscribed : state.Legs[0].Reason);
    }

    private static SignalState Step(SignalState state, DateTimeOffset at, SignalReason reason, string? subscriber, string detail)
    {
        if (state.Steps.Length >= StepsMax)
            return state;
        var kept = detail.Length > SignalStep.DetailLengthMax ? detail[..SignalStep.DetailLengthMax] : detail;
        return state with { Steps = state.Steps.Add(new SignalStep(at, reason, subscriber, kept)) };
    }
}
