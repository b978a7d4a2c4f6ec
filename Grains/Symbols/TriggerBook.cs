using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Grains.Symbols;

/// <summary>
/// Every trigger that rests at one symbol, by the price or the instant that it waits for. A quote looks at the top of seven heaps and
/// takes what it crosses: O(1) where it crosses nothing, O(log n) for each that it does.
/// </summary>
internal sealed class TriggerBook
{
    private readonly Dictionary<AccountKey, AccountTriggers> _accounts = [];

    // Keys are the price, or its negative where a falling price crosses the highest first, or ticks.
    private readonly TriggerHeap _bidAtMost = new();
    private readonly TriggerHeap _bidAtLeast = new();
    private readonly TriggerHeap _askAtMost = new();
    private readonly TriggerHeap _askAtLeast = new();
    private readonly TriggerHeap _markBelow = new();
    private readonly TriggerHeap _markAbove = new();
    private readonly TriggerHeap _times = new();
    private readonly List<TriggerHeap.Entry> _notMet = [];
    private readonly List<TriggerHeap.Entry> _added = [];

    /// <summary>Triggers that rest here, bands counted once.</summary>
    public int Count { get; private set; }

    /// <summary>Accounts that have ever sent a set and still have triggers, or were popped.</summary>
    public int Accounts => _accounts.Count;

    /// <summary>The accounts that have triggers here, or had some.</summary>
    public IReadOnlyCollection<AccountKey> Keys => _accounts.Keys;

    /// <summary>The earliest instant that something waits for; null where nothing does.</summary>
    public DateTimeOffset? NextInstant => _times.Count == 0 ? null : new DateTimeOffset((long)_times.Top.Key, TimeSpan.Zero);

    /// <summary>The account's set; null where it has none.</summary>
    public AccountTriggers? Find(AccountKey account) => _accounts.GetValueOrDefault(account);

    /// <summary>Replaces the account's set; an older ledger's is ignored.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Set(TriggerSet set)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_accounts, set.Account, out var isKnown);
        if (isKnown && set.LedgerVersion < slot!.LedgerVersion)
            return false;
        var own = slot ??= new AccountTriggers(set.Account);
        Clear(own);
        own.LedgerVersion = set.LedgerVersion;
        own.Triggers = set.Triggers;
        own.IsPopped = false;
        for (var i = 0; i < set.Triggers.Length; i++)
            Add(own, i, set.Triggers[i].Condition);
        own.Entries = [.. _added];
        _added.Clear();
        return true;
    }

    /// <summary>Appends the accounts that hold a position here, by key.</summary>
    public void Holders(List<AccountTriggers> into)
    {
        var first = into.Count;
        foreach (var own in _accounts.Values)
        {
            if (own.IsHolding)
                into.Add(own);
        }

        CollectionsMarshal.AsSpan(into)[first..].Sort(static (left, right) => left.Account.CompareTo(right.Account));
    }

    /// <summary>
    /// Takes out what <paramref name="quote"/> crosses and appends the accounts concerned that were not popped before, in the order in
    /// which they are to be called: by their first order's id, then by key.
    /// </summary>
    public void Pop(Quote quote, DateTimeOffset now, List<AccountTriggers> into)
    {
        var first = into.Count;
        Take(_bidAtMost, -quote.LowBid, quote, now, into);
        Take(_bidAtLeast, quote.HighBid, quote, now, into);
        Take(_askAtMost, -quote.LowAsk, quote, now, into);
        Take(_askAtLeast, quote.HighAsk, quote, now, into);
        var mark = quote.Mark;
        Take(_markBelow, -mark, quote, now, into);
        Take(_markAbove, mark, quote, now, into);
        Take(_times, now.UtcTicks, quote, now, into);
        if (into.Count - first > 1)
            CollectionsMarshal.AsSpan(into)[first..].Sort(ByOrder);
    }

    /// <summary>The triggers of a set that a quote meets; they stay where they are.</summary>
    public static ImmutableArray<Trigger> Met(ImmutableArray<Trigger> triggers, Quote quote, DateTimeOffset now)
    {
        var met = ImmutableArray<Trigger>.Empty;
        foreach (var trigger in triggers)
        {
            if (trigger.Condition.IsMetBy(quote, now))
                met = met.Add(trigger);
        }

        return met;
    }

    private void Take(TriggerHeap heap, decimal threshold, Quote quote, DateTimeOffset now, List<AccountTriggers> into)
    {
        while (heap.IsCrossed(threshold))
        {
            var entry = heap.Top;
            heap.Remove(entry);
            var own = entry.Owner;
            var trigger = own.Triggers[entry.Trigger];
            if (!trigger.Condition.IsMetBy(quote, now))
            {
                _notMet.Add(entry);
                continue;
            }

            Count--;
            TakeOtherEnd(own, entry);
            if (!own.IsPopped)
            {
                own.IsPopped = true;
                own.FirstPopped = trigger.Order;
                own.PoppedSequence = quote.FirstSequence;
                into.Add(own);
            }
            else if (trigger.Order < own.FirstPopped)
            {
                own.FirstPopped = trigger.Order;
            }
        }

        // Crossed by an extreme from before the order was in force: it goes on waiting.
        foreach (var entry in _notMet)
            heap.Add(entry);
        _notMet.Clear();
    }

    private static void TakeOtherEnd(AccountTriggers own, TriggerHeap.Entry taken)
    {
        foreach (var entry in own.Entries)
        {
            if (entry.Trigger == taken.Trigger && entry.Heap is { } heap)
                heap.Remove(entry);
        }
    }

    private void Clear(AccountTriggers own)
    {
        var counted = -1;
        foreach (var entry in own.Entries)
        {
            if (entry.Heap is not { } heap)
                continue;
            heap.Remove(entry);
            if (entry.Trigger != counted)
                Count--;
            counted = entry.Trigger;
        }

        own.Entries = [];
        own.IsHolding = false;
    }

    private void Add(AccountTriggers own, int index, in Condition condition)
    {
        switch (condition.Kind)
        {
            case ConditionKind.BidAtMost:
                Add(_bidAtMost, own, index, -condition.Price, condition.IsStrict);
                break;
            case ConditionKind.BidAtLeast:
                Add(_bidAtLeast, own, index, condition.Price, condition.IsStrict);
                break;
            case ConditionKind.AskAtMost:
                Add(_askAtMost, own, index, -condition.Price, condition.IsStrict);
                break;
            case ConditionKind.AskAtLeast:
                Add(_askAtLeast, own, index, condition.Price, condition.IsStrict);
                break;
            case ConditionKind.MarkOutside:
                if (condition.Low is { } low)
                    Add(_markBelow, own, index, -low, isStrict: true);
                if (condition.High is { } high)
                    Add(_markAbove, own, index, high, isStrict: true);
                if (condition.Low is null && condition.High is null)
                    return;
                break;
            case ConditionKind.TimeReached:
                Add(_times, own, index, condition.At.UtcTicks, isStrict: false);
                break;
            case ConditionKind.Holding:
                own.IsHolding = true;
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(condition), condition.Kind, "a condition that this trigger book does not know");
        }

        Count++;
    }

    private void Add(TriggerHeap heap, AccountTriggers own, int index, decimal key, bool isStrict)
    {
        var entry = new TriggerHeap.Entry(own, index, key, isStrict);
        _added.Add(entry);
        heap.Add(entry);
    }

    private static int ByOrder(AccountTriggers left, AccountTriggers right)
    {
        var byOrder = left.FirstPopped.CompareTo(right.FirstPopped);
        return byOrder != 0 ? byOrder : left.Account.CompareTo(right.Account);
    }
}
