namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>A summary of consecutive numbers that can be joined with the summary of the numbers that follow.</summary>
/// <typeparam name="TSelf">The summary itself.</typeparam>
internal interface IAggregate<TSelf>
    where TSelf : struct, IAggregate<TSelf>
{
    /// <summary>The summary of one number.</summary>
    static abstract TSelf Of(double value);

    /// <summary>The summary of the older numbers followed by the newer ones.</summary>
    static abstract TSelf Join(in TSelf older, in TSelf newer);
}

/// <summary>
/// The summary of the last n numbers in O(1) amortised an update and without ever subtracting, so that rounding errors do not pile up
/// over millions of updates and a huge number leaves no trace once it has left.
/// </summary>
/// <remarks>
/// Two stacks (van Herk; Gil and Werman): the older part of the window keeps the summaries of all its suffixes, the newer part one
/// summary of itself. When the older part is used up, the newer becomes the older: n joins once in n updates.
/// </remarks>
internal sealed class Aggregate<T>(int size) : IState
    where T : struct, IAggregate<T>
{
    private readonly double[] _newer = new double[size];
    private readonly T[] _suffixes = new T[size];
    private T _newerSummary;
    private int _newerCount;
    private int _olderCount;

    public int Count => _newerCount + _olderCount;

    public bool IsFull => Count == size;

    /// <summary>Adds a number; the oldest leaves once the window is full.</summary>
    public void Push(double value)
    {
        if (_olderCount > 0 && IsFull)
            _olderCount--;
        else if (_newerCount == size)
            Flip();

        _newer[_newerCount] = value;
        _newerSummary = _newerCount == 0 ? T.Of(value) : T.Join(in _newerSummary, T.Of(value));
        _newerCount++;
    }

    /// <summary>The summary of the numbers in the window, of which there must be one at least.</summary>
    public T Summary =>
        _olderCount == 0 ? _newerSummary
        : _newerCount == 0 ? _suffixes[_olderCount - 1]
        : T.Join(in _suffixes[_olderCount - 1], in _newerSummary);

    public void Reset()
    {
        _newerSummary = default;
        _newerCount = 0;
        _olderCount = 0;
    }

    public void CopyFrom(IState other)
    {
        var from = (Aggregate<T>)other;
        from._newer.AsSpan(0, from._newerCount).CopyTo(_newer);
        from._suffixes.AsSpan(0, from._olderCount).CopyTo(_suffixes);
        _newerSummary = from._newerSummary;
        _newerCount = from._newerCount;
        _olderCount = from._olderCount;
    }

    // The newer numbers become the older part less its oldest, which leaves now; suffixes[i] covers the i + 1 newest of them.
    private void Flip()
    {
        var suffix = T.Of(_newer[size - 1]);
        for (var i = 0; i < size - 1; i++)
        {
            _suffixes[i] = suffix;
            if (i + 1 < size - 1)
                suffix = T.Join(T.Of(_newer[size - 2 - i]), in suffix);
        }

        _olderCount = size - 1;
        _newerCount = 0;
    }
}
