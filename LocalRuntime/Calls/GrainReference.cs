using System.Diagnostics;
using OrleansTrader.LocalRuntime.Activations;
using OrleansTrader.LocalRuntime.Calls;

namespace Orleans.Runtime;

/// <summary>A reference to a grain. For each grain interface a class is emitted that derives from this one.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private Activation? _activation;

    internal GrainReference(GrainRuntime runtime, GrainId grainId)
    {
        Runtime = runtime;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }

    internal GrainRuntime Runtime { get; }

    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable => (TGrainInterface)(object)CastTo(typeof(TGrainInterface));

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}";

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    internal GrainReference CastTo(Type grainInterface) =>
        grainInterface.IsInstanceOfType(this) ? this : Runtime.Reference(grainInterface, GrainId);

    internal Task<T> Send<T>(Invocation<T> call, CancellationToken token)
    {
        if (token.IsCancellationRequested) return Task.FromCanceled<T>(token);
        if (Runtime.OutgoingFilters.Length > 0) return SendFiltered(call, token);
        Dispatch(call, token);
        return call.Answer;
    }

    internal Task Send(VoidInvocation call, CancellationToken token)
    {
        if (token.IsCancellationRequested) return Task.FromCanceled(token);
        if (Runtime.OutgoingFilters.Length > 0) return SendFiltered(call, token);
        Dispatch(call, token);
        return call.Method.IsOneWay ? Task.CompletedTask : call.Answer;
    }

    private async Task<T> SendFiltered<T>(Invocation<T> call, CancellationToken token)
    {
        call.Source = RuntimeContext.Current;
        var context = new OutgoingCall(call, this, async () =>
        {
            Dispatch(call, token);
            return await call.Answer;
        });
        await context.Invoke();
        return (T)context.Result!;
    }

    private async Task SendFiltered(VoidInvocation call, CancellationToken token)
    {
        call.Source = RuntimeContext.Current;
        await new OutgoingCall(call, this, async () =>
        {
            Dispatch(call, token);
            if (!call.Method.IsOneWay) await call.Answer;
            return null;
        }).Invoke();
    }

    private void Dispatch(Invocation call, CancellationToken token)
    {
        call.Source = RuntimeContext.Current;
        call.Context = RequestContext.Current.Value;
        call.Cause = Activity.Current;
        if (!call.Method.IsOneWay) Runtime.SetDeadline(call);
        if (token.CanBeCanceled) call.CancelWith(token);
        if (_activation is { IsGone: false } known)
        {
            Runtime.Deliver(call, known);
        }
        else
        {
            Runtime.Deliver(call, GrainId);
            _activation = call.Target;
        }
    }
}
