namespace OrleansTrader.Trading.Indicators;

/// <summary>A part of an indicator that changes with the bars.</summary>
internal interface IState
{
    /// <summary>Back to the state before the first bar.</summary>
    void Reset();

    /// <summary>Takes over the state of a part of the same type and size, without allocation.</summary>
    void CopyFrom(IState other);
}
