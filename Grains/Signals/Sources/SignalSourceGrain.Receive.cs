using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Signals.Sources;

/// <summary>The way of an alert: who sends it, whether there is room, what it says; then the signal's own grain has it.</summary>
internal sealed partial class SignalSourceGrain
{
    /// <summary>How long counts stay in memory before they are written: no alert waits for it.</summary>
    private static readonly TimeSpan CountsWrittenAfter = TimeSpan.FromMinutes(1);

    /// <summary>What a source that is not there reads alerts by.</summary>
    private static readonly SourceConfig Nobody = new(SourceKind.Native, SourceAuthentication.Signature);

    private SourceCounts _counts = new(0, 0, 0, null);
    private IGrainTimer? _countsTimer;

    public async Task<AlertReply> Receive(AlertRequest request)
    {
        // A change of the source in between leaves this alert with what held when it came.
        var now = time.GetUtcNow();
        var config = state.State.Config ?? Nobody;
        var body = Convert.FromBase64String(request.Body);
        var alert = Alert.Read(config, body);
        if (!_gate.Admits(request, alert, body, now))
            return Refused(AlertReply.Unauthorised, now);
        if (await GrainFactory.Tenant(_key.Tenant).TakeAlert() is { RetryAfter: { } wait } room)
            return Refused(TooMany(room.PerMinute, wait), now);
        var reading = alert.Understand(_key.Name, settings.Symbols, now);
        if (reading.Signal is not { } signal)
            return Refused(new AlertReply(AlertOutcome.Invalid, null, reading.Errors, null), now);
        var receipt = await GrainFactory.Signal(new SignalKey(_key.Tenant, reading.Id)).Receive(signal, config.Terms);
        if (receipt.Fault is { } fault)
            return new AlertReply(AlertOutcome.Away, null, [new FieldError("service", fault, "send the same request again")], null);
        Count(receipt.IsFirst
            ? _counts with { Accepted = _counts.Accepted + 1, LastAt = now }
            : _counts with { Duplicates = _counts.Duplicates + 1, LastAt = now });
        return new AlertReply(receipt.IsFirst ? AlertOutcome.Accepted : AlertOutcome.Duplicate, receipt.Key.Id, [], null);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_countsTimer is not null)
            await WriteCounts(cancellationToken);
    }

    private AlertReply Refused(AlertReply reply, DateTimeOffset now)
    {
        // Names that somebody makes up leave nothing behind.
        if (state.State.Config is null)
            DeactivateOnIdle();
        else
            Count(_counts with { Refused = _counts.Refused + 1, LastAt = now });
        return reply;
    }

    private static AlertReply TooMany(int perMinute, TimeSpan wait) => new(
        AlertOutcome.TooMany, null,
        [new FieldError("webhooksPerMinute", FieldError.Text(perMinute), "the tenant has used up its alerts of this minute: send it again in the next")], wait);

    private void Count(SourceCounts counts)
    {
        _counts = counts;
        _countsTimer ??= this.RegisterGrainTimer(WriteCounts, new GrainTimerCreationOptions(CountsWrittenAfter, CountsWrittenAfter));
    }

    private async Task WriteCounts(CancellationToken cancellation)
    {
        if (state.State.Config is not null && state.State.Counts != _counts)
            await Save(state.State);
    }
}
