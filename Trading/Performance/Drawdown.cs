namespace OrleansTrader.Trading.Performance;

/// <summary>How deep and how long an account stood below its peak. Deposits and withdrawals do not count as gains or falls.</summary>
/// <param name="Deepest">The deepest fall from a peak, as a fraction from −1 to 0.</param>
/// <param name="PeakAt">When the deepest drawdown began; null where there is none.</param>
/// <param name="TroughAt">When it was deepest.</param>
/// <param name="RecoveredAt">When its peak was reached again; null while it lasts.</param>
/// <param name="Longest">The longest time from a peak until it was reached again, or until the last sample.</param>
/// <param name="UnderWater">Share of the whole time below a peak, 0 to 1.</param>
public sealed record Drawdown(
    double Deepest, DateTimeOffset? PeakAt, DateTimeOffset? TroughAt, DateTimeOffset? RecoveredAt, TimeSpan Longest, double UnderWater)
{
    /// <summary>How long the deepest drawdown took from peak to trough.</summary>
    public TimeSpan Fall => TroughAt - PeakAt ?? TimeSpan.Zero;

    /// <summary>Of samples in order of time; all zero below two samples.</summary>
    public static Drawdown Of(ReadOnlySpan<EquitySample> samples)
    {
        var returns = new double[Math.Max(samples.Length - 1, 0)];
        ReturnMetrics.Between(samples, returns);
        var walk = new Walk();
        for (var i = 0; i < returns.Length; i++)
            walk.Step(samples[i].At, samples[i + 1].At, returns[i]);

        var whole = samples.Length < 2 ? TimeSpan.Zero : samples[^1].At - samples[0].At;
        return new Drawdown(
            walk.Deepest,
            walk.Deepest < 0 ? walk.DeepestPeakAt : null,
            walk.Deepest < 0 ? walk.TroughAt : null,
            walk.RecoveredAt,
            walk.Longest,
            whole > TimeSpan.Zero ? walk.UnderWater / whole : 0);
    }

    private sealed class Walk
    {
        private double _growth = 1;
        private double _peak = 1;
        private DateTimeOffset? _peakAt;

        public double Deepest { get; private set; }

        public DateTimeOffset DeepestPeakAt { get; private set; }

        public DateTimeOffset TroughAt { get; private set; }

        public DateTimeOffset? RecoveredAt { get; private set; }

        public TimeSpan Longest { get; private set; }

        public TimeSpan UnderWater { get; private set; }

        public void Step(DateTimeOffset from, DateTimeOffset to, double change)
        {
            _growth *= double.IsNaN(change) ? 1 : 1 + change;
            var peakAt = _peakAt ?? from;
            if (_growth >= _peak)
            {
                if (Deepest < 0)
                    RecoveredAt ??= to;
                if (_peakAt is not null)
                    Longest = Later(Longest, to - peakAt);
                _peak = _growth;
                _peakAt = null;
                return;
            }

            _peakAt = peakAt;
            UnderWater += to - from;
            Longest = Later(Longest, to - peakAt);
            if ((_growth / _peak) - 1 < Deepest)
            {
                Deepest = (_growth / _peak) - 1;
                DeepestPeakAt = peakAt;
                TroughAt = to;
                RecoveredAt = null;
            }
        }

        private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
    }
}
