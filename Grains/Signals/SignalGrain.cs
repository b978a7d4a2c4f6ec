using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Road;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Signals;

/// <summary>The life of one signal: what it is and what has become of it are the events of its stream, each step a commit.</summary>
[GrainType(GrainTypes.Signal)]
internal sealed partial class SignalGrain(
    GrainSettings settings, IJournal journal, IReadModel readModel, TimeProvider time, ILogger<SignalGrain> logger) : Grain, ISignalGrain
{
    /// <summary>How the names of signals' streams begin.</summary>
    internal const string Stream = "signal/";

    private SignalKey _key;
    private string _stream = string.Empty;
    private SignalState _state = new();
    private bool _isLost;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = SignalKey.Parse(this.GetPrimaryKeyString());
        _stream = Stream + _key;
        OpenStream();
        ImmutableArray<StoredEvent> tail;
        do
        {
            tail = await journal.Read(_stream, _state.Version, IJournal.ReadMax, cancellationToken);
            foreach (var stored in tail)
                _state = SignalRoad.Apply(_state, ContractJson.Decode<SignalEvent>(stored.Payload.Span));
        }
        while (tail.Length == IJournal.ReadMax);
        if (_state.IsReceived)
            GoOn();
    }

    public async Task<SignalReceipt> Receive(Signal signal, SourceTerms terms)
    {
        using var span = TraderTelemetry.Source.StartActivity("signal receive");
        if (span is { IsAllDataRequested: true })
            span.SetTag("trader.signal", _key.ToString()).SetTag("trader.source", signal.Source);
        if (_state.IsReceived)
            return Receipt(isFirst: false);
        if (_isLost)
            return Unknown();
        _trace = span?.Context ?? default;
        var now = time.GetUtcNow();
        if (!await Commit("receive", new SignalReceived(now, signal, terms)))
            return Unknown();
        GoOn();
        return Receipt(isFirst: true);
    }

    public Task Resume()
    {
        if (_state.IsReceived && !_isLost)
            GoOn();
        return Task.CompletedTask;
    }

    public Task<SignalRow?> Get() => Task.FromResult(_state.IsReceived ? RowOf(_state) : null);

    private SignalReceipt Receipt(bool isFirst) => new(_key, isFirst, _state.Signal!.ReceivedAt);

    private SignalReceipt Unknown() =>
        new(_key, IsFirst: false, time.GetUtcNow(), "the journal did not say whether the signal is kept: hand it in again");

    /// <summary>Writes what happened, with the row that follows from it; then it is so.</summary>
    /// <returns>False where it is not known what the journal holds: this activation does nothing more, the next one reads it.</returns>
    private async Task<bool> Commit(string command, params ImmutableArray<SignalEvent> happened)
    {
        var after = _state;
        foreach (var one in happened)
            after = SignalRoad.Apply(after, one);
        var row = RowOf(after);
        if (await Append(command, happened, [row, .. TallyOf(_state, after)]) is not CommitOutcome.Committed)
        {
            _isLost = true;
            DeactivateOnIdle();
            return false;
        }

        _state = after;
        Publish(row);
        return true;
    }

    // A command's id is its step and the version that it was decided on: one that was carried out already cannot be decided again.
    private async Task<CommitOutcome?> Append(string command, ImmutableArray<SignalEvent> happened, ImmutableArray<Books.ReadModelRow> rows)
    {
        using var span = TraderTelemetry.Source.StartActivity("journal append");
        try
        {
            var outcome = await journal.Append(new Commit(
                _stream, new CommandId(FormattableString.Invariant($"{command}/{_state.Version}")), _state.Version, happened[^1].At,
                [.. happened.Select(static one => (ReadOnlyMemory<byte>)ContractJson.Encode(one))], ReadOnlyMemory<byte>.Empty, rows));
            if (outcome is not CommitOutcome.Committed)
                LogConflict(logger, _key, _state.Version);
            return outcome;
        }
        catch (JournalException fault)
        {
            span?.SetStatus(ActivityStatusCode.Error, fault.Message);
            LogNotWritten(logger, fault, _key, command);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Somebody else wrote to signal {Signal} after version {Version}; it is read anew.")]
    private static partial void LogConflict(ILogger logger, SignalKey signal, long version);

    [LoggerMessage(2, LogLevel.Error, "A step of signal {Signal} ({Step}) could not be written; it is read anew.")]
    private static partial void LogNotWritten(ILogger logger, Exception fault, SignalKey signal, string step);
}
