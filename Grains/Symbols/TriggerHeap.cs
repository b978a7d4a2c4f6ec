namespace OrleansTrader.Grains.Symbols;

/// <summary>
/// Entries by ascending key, those that fire on a touch before those that need a pass. A binary heap whose entries know their place,
/// so that any of them is taken out in O(log n).
/// </summary>
internal sealed class TriggerHeap
{
    private Entry[] _entries = new Entry[16];

    public int Count { get; private set; }

    public Entry Top => _entries[0];

    /// <summary>Whether the first entry lies within <paramref name="threshold"/>: below it, or on it and firing on a touch.</summary>
    public bool IsCrossed(decimal threshold)
    {
        if (Count == 0)
            return false;
        var top = _entries[0];
        return top.Key < threshold || (top.Key == threshold && !top.IsStrict);
    }

    public void Add(Entry entry)
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, Count * 2);
        entry.Heap = this;
        Up(Count++, entry);
    }

    public void Remove(Entry entry)
    {
        var place = entry.Place;
        entry.Heap = null;
        var last = _entries[--Count];
        _entries[Count] = null!;
        if (place == Count)
            return;
        if (place > 0 && IsBefore(last, _entries[(place - 1) / 2]))
            Up(place, last);
        else
            Down(place, last);
    }

    private void Up(int place, Entry entry)
    {
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (!IsBefore(entry, _entries[parent]))
                break;
            Put(place, _entries[parent]);
            place = parent;
        }

        Put(place, entry);
    }

    private void Down(int place, Entry entry)
    {
        while (true)
        {
            var child = (place * 2) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && IsBefore(_entries[child + 1], _entries[child]))
                child++;
            if (!IsBefore(_entries[child], entry))
                break;
            Put(place, _entries[child]);
            place = child;
        }

        Put(place, entry);
    }

    private void Put(int place, Entry entry)
    {
        _entries[place] = entry;
        entry.Place = place;
    }

    private static bool IsBefore(Entry left, Entry right) =>
        left.Key < right.Key || (left.Key == right.Key && !left.IsStrict && right.IsStrict);

    /// <summary>One way in which a trigger can fire; a band has two.</summary>
    public sealed class Entry(AccountTriggers owner, int trigger, decimal key, bool isStrict)
    {
        public AccountTriggers Owner => owner;

        /// <summary>Index into the owner's triggers.</summary>
        public int Trigger => trigger;

        public decimal Key => key;

        public bool IsStrict => isStrict;

        /// <summary>Null once it is taken out.</summary>
        public TriggerHeap? Heap { get; set; }

        public int Place { get; set; }
    }
}
