using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.LocalRuntime.Calls;
using OrleansTrader.LocalRuntime.Hosting;
using OrleansTrader.LocalRuntime.Reminders;
using OrleansTrader.LocalRuntime.Scheduling;
using OrleansTrader.LocalRuntime.Simulation;

namespace OrleansTrader.LocalRuntime.Activations;

/// <summary>The directory of activations, and all that they share.</summary>
internal sealed class GrainRuntime
{
    private readonly ConcurrentDictionary<GrainId, Activation> _directory = new();
    private readonly Func<GrainId, Activation> _activate;
    private readonly long _responseTimeoutMs;
    private long _callsOfGone;
    private volatile bool _stopped;

    public GrainRuntime(
        LocalRuntimeOptions options, ITurnScheduler scheduler, GrainClasses classes, IServiceProvider services, RuntimeLog log)
    {
        Options = options;
        Scheduler = scheduler;
        Classes = classes;
        Services = services;
        Log = log;
        Faults = options.Simulation?.Faults is { } faults ? new FaultInjector(faults, options.Simulation.Seed, this) : null;
        if (scheduler is LocalSimulation simulation) simulation.Runtime = this;
        Factory = new GrainFactory(this);
        _activate = id => new Activation(this, id);
        _responseTimeoutMs = (long)options.ResponseTimeout.TotalMilliseconds;
    }

    /// <summary>Who calls when no grain does.</summary>
    internal static GrainId ClientId { get; } = GrainId.Create("sys.client", "local");

    internal LocalRuntimeOptions Options { get; }

    internal ITurnScheduler Scheduler { get; }

    internal GrainClasses Classes { get; }

    internal IServiceProvider Services { get; }

    internal RuntimeLog Log { get; }

    internal FaultInjector? Faults { get; }

    internal GrainFactory Factory { get; }

    // Filters and reminders may themselves ask for the grain factory: they are made at first use.
    internal IIncomingGrainCallFilter[] IncomingFilters => field ??= [.. Services.GetServices<IIncomingGrainCallFilter>()];

    internal IOutgoingGrainCallFilter[] OutgoingFilters => field ??= [.. Services.GetServices<IOutgoingGrainCallFilter>()];

    internal ReminderService Reminders => field ??= Services.GetRequiredService<ReminderService>();

    internal IEnumerable<Activation> Activations => _directory.Select(entry => entry.Value);

    internal int ActivationCount => _directory.Count;

    /// <summary>Calls that have begun at activations that are gone.</summary>
    internal long CallsOfGone => Interlocked.Read(ref _callsOfGone);

    internal GrainReference Reference(Type grainInterface, GrainId id) => ProxyEmitter.FactoryFor(grainInterface)(this, id);

    /// <summary>The activation of a grain, made if there is none; it begins with its first call.</summary>
    private Activation Find(GrainId id) => _directory.GetOrAdd(id, _activate);

    internal void Remove(Activation activation)
    {
        if (_directory.TryRemove(KeyValuePair.Create(activation.GrainId, activation)))
            Interlocked.Add(ref _callsOfGone, activation.CallsBegun);
    }

    internal void Deliver(Invocation call, GrainId id)
    {
        if (_stopped) Refuse(call, id);
        else Deliver(call, Find(id));
    }

    internal void Deliver(Invocation call, Activation activation)
    {
        call.Target = activation;
        if (_stopped) Refuse(call, activation.GrainId);
        else activation.Queue.PushCall(call);
    }

    internal void SetDeadline(Invocation call)
    {
        var timeout = call.Method.ResponseTimeout is { } own ? (long)own.TotalMilliseconds : _responseTimeoutMs;
        call.DeadlineMs = Scheduler.NowMs + timeout;
        Scheduler.CallSent(call.DeadlineMs);
    }

    /// <summary>From now on calls are refused.</summary>
    internal void Stop() => _stopped = true;

    private static void Refuse(Invocation call, GrainId id) =>
        call.Fail(new OrleansMessageRejectionException($"The silo has stopped: {call.Method} of {id} was not run."));

    /// <summary>Logs the failure of work that nobody awaits.</summary>
    internal void Observe(Task task, string what)
    {
        if (task.IsCompletedSuccessfully) return;
        _ = task.ContinueWith(
            static (done, state) => (((GrainRuntime, string))state!).Item1.Log.WorkFailed(done.Exception!, (((GrainRuntime, string))state).Item2),
            (this, what),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
