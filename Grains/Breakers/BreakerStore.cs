using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Grains.Breakers;

/// <summary>The stored record of one scope's breakers: changes come one after the other, each durable before the next is decided.</summary>
/// <param name="leave">Ends the activation after a failed write: the next one reads what is stored.</param>
internal sealed class BreakerStore(IPersistentState<BreakerRecord> state, Action leave)
{
    private Task _last = Task.CompletedTask;

    public BreakerRecord Now => state.State;

    public BreakerBook Book => state.State.BookOf();

    /// <summary>Whether anything changed, and whether others have to hear of it.</summary>
    public async Task<(bool IsChanged, bool IsNews)> Change(Func<BreakerRecord, BreakerRecord> change)
    {
        var before = _last;
        var done = new TaskCompletionSource();
        _last = done.Task;
        await before;
        var known = state.State;
        try
        {
            var next = change(known);
            if (next == known)
                return (false, false);
            state.State = next;
            await state.WriteStateAsync();
            return (true, next.Sequence != known.Sequence || next.ServiceSequence != known.ServiceSequence);
        }
        catch
        {
            state.State = known;
            leave();
            throw;
        }
        finally
        {
            done.SetResult();
        }
    }
}
