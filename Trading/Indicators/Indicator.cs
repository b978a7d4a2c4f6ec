using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// A streaming indicator of one symbol and interval: finished bars in, in order of time; one or more named numbers out.
/// </summary>
/// <remarks>
/// <para>An output is <see cref="double.NaN"/> while it has no value: before its warm-up, and where its definition divides by zero
/// (each indicator says when). Nothing throws on degenerate prices. A bar with a field that is not finite is left out and counted in
/// <see cref="IgnoredBars"/>.</para>
/// <para><see cref="Update"/>, the readers, <see cref="CopyFrom"/> and <see cref="Reset"/> do not allocate. The value that an unfinished
/// candle would give is read from a copy: <c>scratch.CopyFrom(live); scratch.Update(unfinished);</c> with one <see cref="Clone"/> as
/// scratch for good. Not safe for several threads.</para>
/// </remarks>
public abstract class Indicator
{
    private readonly double[] _values;
    private readonly List<IState> _states = [];

    /// <param name="warmUp">Bars until every output has had its first value.</param>
    /// <param name="outputs">Names of the outputs, the primary one first.</param>
    private protected Indicator(int warmUp, params ReadOnlySpan<string> outputs)
    {
        WarmUp = warmUp;
        Outputs = [.. outputs];
        _values = new double[outputs.Length];
        Array.Fill(_values, double.NaN);
    }

    /// <summary>The specification it was made from; null where it was made without one.</summary>
    public IndicatorSpec? Spec { get; internal set; }

    /// <summary>Names of the outputs in the order of <see cref="this[int]"/>; the first is <see cref="Value"/>.</summary>
    public ImmutableArray<string> Outputs { get; }

    /// <summary>How many bars it takes until every output has had its first value (on prices that do not degenerate).</summary>
    public int WarmUp { get; }

    /// <summary>How many bars were taken since the start or the last <see cref="Reset"/>.</summary>
    public long Bars { get; private set; }

    /// <summary>How many bars were left out because a field of theirs was NaN or infinite.</summary>
    public long IgnoredBars { get; private set; }

    /// <summary>Whether <see cref="WarmUp"/> bars were taken. Single outputs may have a value earlier.</summary>
    public bool IsWarm => Bars >= WarmUp;

    /// <summary>The primary output, or NaN.</summary>
    public double Value => _values[0];

    /// <summary>The output of that index, or NaN.</summary>
    public double this[int output] => _values[output];

    /// <summary>All outputs; a view that changes with the next update.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The index of the named output, to be looked up once; −1 where there is none of that name.</summary>
    public int IndexOf(string output) => Outputs.IndexOf(output, StringComparer.OrdinalIgnoreCase);

    /// <summary>The named output; false where there is none of that name or it has no value now.</summary>
    public bool TryRead(string output, out double value)
    {
        var index = IndexOf(output);
        value = index < 0 ? double.NaN : _values[index];
        return !double.IsNaN(value);
    }

    /// <summary>Takes the next finished bar.</summary>
    public void Update(in Bar bar)
    {
        if (!double.IsFinite(bar.Open) || !double.IsFinite(bar.High) || !double.IsFinite(bar.Low) || !double.IsFinite(bar.Close)
            || !double.IsFinite(bar.Volume))
        {
            IgnoredBars++;
            return;
        }

        Bars++;
        OnBar(in bar);
    }

    /// <summary>Back to the state before the first bar.</summary>
    public void Reset()
    {
        Bars = 0;
        IgnoredBars = 0;
        Array.Fill(_values, double.NaN);
        foreach (var state in _states)
            state.Reset();
    }

    /// <summary>An independent indicator of the same parameters in the same state.</summary>
    public Indicator Clone()
    {
        var clone = Fresh();
        clone.Spec = Spec;
        clone.CopyFrom(this);
        return clone;
    }

    /// <summary>Takes over the state of another indicator of the same kind and parameters.</summary>
    /// <exception cref="ArgumentException">The other is of another kind or has other parameters.</exception>
    public void CopyFrom(Indicator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType() || other.WarmUp != WarmUp || !Equals(other.Spec, Spec))
            throw new ArgumentException($"indicator '{other.Spec}' cannot be copied to '{Spec}'; give one of the same specification", nameof(other));
        Bars = other.Bars;
        IgnoredBars = other.IgnoredBars;
        other._values.CopyTo(_values, 0);
        for (var i = 0; i < _states.Count; i++)
            _states[i].CopyFrom(other._states[i]);
    }

    /// <summary>A new indicator of the same parameters, without bars.</summary>
    private protected abstract Indicator Fresh();

    /// <summary>Takes a bar whose fields are all finite; <see cref="Bars"/> counts it already.</summary>
    private protected abstract void OnBar(in Bar bar);

    /// <summary>
    /// Registers a part that changes with the bars. Every mutable thing of an indicator is such a part, so that reset and copy
    /// have nothing to forget.
    /// </summary>
    private protected T Keep<T>(T state)
        where T : IState
    {
        _states.Add(state);
        return state;
    }

    private protected void Set(int output, double value) => _values[output] = value;
}
