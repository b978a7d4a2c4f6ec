using System.Diagnostics;
using OrleansTrader.LocalRuntime.Calls;
using OrleansTrader.LocalRuntime.Scheduling;

namespace OrleansTrader.LocalRuntime.Activations;

/// <summary>
/// One grain in memory. Everything but the few members marked so happens in its turns, one at a time. This part admits
/// requests; the other parts begin and end the activation.
/// </summary>
internal sealed partial class Activation : IGrainContext
{
    private readonly InvocationList _waiting = new();
    private Resumption? _resumption;
    private Invocation? _running;
    private int _blocking;
    private bool _blockingIsReadOnly;
    private Phase _phase;
    private volatile bool _isGone;
    private long _lastUsedMs;

    internal Activation(GrainRuntime runtime, GrainId grainId)
    {
        Runtime = runtime;
        GrainId = grainId;
        Class = runtime.Classes.Find(grainId.Type);
        Tasks = new ActivationTaskScheduler(this);
        Queue = runtime.Scheduler.CreateQueue(this);
        _lastUsedMs = runtime.Scheduler.NowMs;
    }

    private enum Phase
    {
        New,
        Activating,
        Active,
        Deactivating,
        Gone,
    }

    public GrainId GrainId { get; }

    public GrainReference GrainReference => field ??= Runtime.Reference(Class.MainInterface, GrainId);

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _scope?.ServiceProvider ?? Runtime.Services;

    internal GrainRuntime Runtime { get; }

    internal GrainClass Class { get; }

    internal object Instance => GrainInstance!;

    internal ActivationTaskScheduler Tasks { get; }

    /// <summary>Safe from any thread.</summary>
    internal TurnQueue Queue { get; }

    /// <summary>Safe from any thread.</summary>
    internal bool IsGone => _isGone;

    internal bool IsActive => _phase == Phase.Active && _end is null;

    /// <summary>Calls that have begun here; written in its turns, read by whoever counts.</summary>
    internal long CallsBegun { get; private set; }

    internal bool HasFilters => Runtime.IncomingFilters.Length > 0 || Class.IsFilter;

    /// <summary>Observers of this activation's stream subscriptions, by subscription id.</summary>
    internal Dictionary<Guid, object> Observers => field ??= [];

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"[{GrainId} {_phase}]";

    internal void RunItem(WorkItem item)
    {
        var context = ExecutionContext.Capture();
        item.Run(this);
        if (context is not null) ExecutionContext.Restore(context);
    }

    /// <summary>A call's first turn: it starts, or it waits.</summary>
    internal void CallArrived(Invocation call)
    {
        if (call.IsAnswered) return;
        switch (_phase)
        {
            case Phase.Active when call.Interleaves:
                Start(call);
                break;
            case Phase.Active when _end is null && _resumption is not { IsOnItsWay: true } && MayStart(call):
                Start(call);
                if (_blocking == 0) StartWaiting();
                break;
            case Phase.Gone:
                Runtime.Deliver(call, GrainId);
                break;
            default:
                _waiting.Add(call);
                if (_phase == Phase.New) BeginActivation(call.Context);
                break;
        }
    }

    /// <summary>The end of a call that didn't end at once. What waits for it starts in a turn of its own: this one may be another call's.</summary>
    internal void CallEnded(Invocation call)
    {
        if (_running == call)
        {
            _running = call.NextRunning;
        }
        else
        {
            var before = _running!;
            while (before.NextRunning != call) before = before.NextRunning!;
            before.NextRunning = call.NextRunning;
        }

        call.NextRunning = null;
        Account(call);
        if (!_waiting.IsEmpty || _end is not null) (_resumption ??= new Resumption()).Push(this);
    }

    /// <summary>Answers calls whose deadline has passed; their methods, once begun, go on.</summary>
    internal void ExpireCalls(long nowMs)
    {
        for (var call = _running; call is not null; call = call.NextRunning) Expire(call, nowMs);
        _waiting.RemoveAll(call => Expire(call, nowMs));
        StartWaiting();
    }

    /// <summary>The earliest deadline of a call that has no answer yet.</summary>
    internal long EarliestDeadlineMs()
    {
        var earliest = Invocation.NoDeadline;
        for (var call = _running; call is not null; call = call.NextRunning)
        {
            if (!call.IsAnswered) earliest = Math.Min(earliest, call.DeadlineMs);
        }

        _waiting.ForEach(call => earliest = call.IsAnswered ? earliest : Math.Min(earliest, call.DeadlineMs));
        return earliest;
    }

    private static bool Expire(Invocation call, long nowMs)
    {
        if (call.DeadlineMs <= nowMs)
        {
            call.Fail(new TimeoutException($"No answer in time from {call.Method} of {call.Target!.GrainId}. What it did is unknown: ask."));
        }

        return call.IsAnswered;
    }

    private bool MayStart(Invocation call) =>
        _blocking == 0 || call.Interleaves || (_blockingIsReadOnly && call.Method.IsReadOnly);

    private void Start(Invocation call)
    {
        call.Target = this;
        CallsBegun++;
        if (!call.Interleaves)
        {
            _blocking++;
            _blockingIsReadOnly = call.Method.IsReadOnly;
        }

        if (!ReferenceEquals(RequestContext.Current.Value, call.Context)) RequestContext.Current.Value = call.Context;
        if (!ReferenceEquals(Activity.Current, call.Cause)) Activity.Current = call.Cause;
        if (Runtime.Faults?.FailsCall(call) == true)
        {
            call.Fail(new OrleansMessageRejectionException($"Injected fault: {call.Method} of {GrainId} was not delivered."));
            Account(call);
        }
        else if (call.Start(this))
        {
            Account(call);
        }
        else
        {
            call.NextRunning = _running;
            _running = call;
        }
    }

    private void Account(Invocation call)
    {
        if (!call.Interleaves) _blocking--;
        if (call.CountsAsUse) _lastUsedMs = Runtime.Scheduler.NowMs;
        Runtime.Faults?.AfterCall(this);
    }

    /// <summary>Starts what may start now. A reader that waits behind a writer passes it while readers run, as in Orleans.</summary>
    private void StartWaiting()
    {
        if (_phase == Phase.Active && _end is null)
        {
            while (_waiting.TakeFirst(MayStart) is { } call)
            {
                if (call.IsAnswered) continue;
                var context = ExecutionContext.Capture();
                Start(call);
                if (context is not null) ExecutionContext.Restore(context);
            }
        }

        if (_end is not null && _phase == Phase.Active && _running is null && _blocking == 0) BeginDeactivation();
    }

    /// <summary>A turn that starts what may start. At most one is on its way.</summary>
    private sealed class Resumption : WorkItem
    {
        /// <summary>Until it has run, calls that arrive stand in line behind those that wait.</summary>
        internal bool IsOnItsWay { get; private set; }

        internal void Push(Activation activation)
        {
            if (IsOnItsWay) return;
            IsOnItsWay = true;
            activation.Queue.Push(this);
        }

        internal override void Run(Activation activation)
        {
            IsOnItsWay = false;
            activation.StartWaiting();
        }
    }
}
