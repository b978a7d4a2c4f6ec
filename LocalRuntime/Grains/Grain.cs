using OrleansTrader.LocalRuntime.Activations;

namespace Orleans;

/// <summary>The base of every grain class.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly IGrainContext? _context;

    /// <summary>For the runtime, which makes grains inside a turn of their activation.</summary>
    protected Grain() => _context = RuntimeContext.Current;

    public IGrainContext GrainContext => _context
        ?? throw new InvalidOperationException("This grain was made outside of the runtime: it has no context.");

    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>The grain's identity as text.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    protected IGrainFactory GrainFactory => Activation.Runtime.Factory;

    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    internal Activation Activation => (Activation)GrainContext;

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation when its running requests are done; calls that wait go to the next one.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps an idle activation from collection for at least this long; a negative span takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayDeactivation(timeSpan);
}
