using OrleansTrader.LocalRuntime.Calls;

namespace OrleansTrader.LocalRuntime.Activations;

/// <summary>Calls in order of arrival, linked through themselves.</summary>
internal sealed class InvocationList
{
    private Invocation? _first;
    private Invocation? _last;

    internal bool IsEmpty => _first is null;

    internal void Add(Invocation call)
    {
        call.Next = null;
        if (_last is null) _first = call;
        else _last.Next = call;
        _last = call;
    }

    internal Invocation? TakeFirst(Func<Invocation, bool> accepts)
    {
        Invocation? before = null;
        for (var call = _first; call is not null; before = call, call = (Invocation?)call.Next)
        {
            if (!accepts(call)) continue;
            Unlink(before, call);
            return call;
        }

        return null;
    }

    internal void RemoveAll(Predicate<Invocation> matches)
    {
        Invocation? before = null;
        for (var call = _first; call is not null;)
        {
            var next = (Invocation?)call.Next;
            if (matches(call)) Unlink(before, call);
            else before = call;
            call = next;
        }
    }

    internal void ForEach(Action<Invocation> action)
    {
        for (var call = _first; call is not null; call = (Invocation?)call.Next) action(call);
    }

    private void Unlink(Invocation? before, Invocation call)
    {
        if (before is null) _first = (Invocation?)call.Next;
        else before.Next = call.Next;
        if (ReferenceEquals(_last, call)) _last = before;
        call.Next = null;
    }
}
