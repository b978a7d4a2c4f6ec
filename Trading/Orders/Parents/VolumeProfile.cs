using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Orders.Parents;

/// <summary>What volume a symbol usually has at each time of the UTC day.</summary>
/// <param name="BucketMinutes">Length of a bucket; divides a day.</param>
/// <param name="Volumes">Base volume of each bucket from midnight on, averaged over days; none below 0, not all 0.</param>
public sealed record VolumeProfile(int BucketMinutes, ImmutableArray<decimal> Volumes)
{
    /// <summary>Most buckets: one a minute.</summary>
    public const int BucketsMax = 1_440;

    private const int MinutesPerDay = 1_440;

    /// <summary>Whether the parts fit together.</summary>
    public bool IsValid =>
        BucketMinutes > 0 && MinutesPerDay % BucketMinutes == 0 && MinutesPerDay / BucketMinutes <= BucketsMax &&
        !Volumes.IsDefault && Volumes.Length == MinutesPerDay / BucketMinutes &&
        Volumes.All(static v => v is >= 0m and <= Accounts.Amounts.QuantityMax) && Volumes.Any(static v => v > 0m);

    /// <summary>Expected base volume from one instant to a later one, a bucket's volume spread evenly over it.</summary>
    public decimal Between(DateTimeOffset from, DateTimeOffset to)
    {
        var length = BucketMinutes * TimeSpan.TicksPerMinute;
        var days = (to.UtcTicks - from.UtcTicks) / TimeSpan.TicksPerDay;
        var sum = days * Volumes.Sum();
        var at = from.UtcTicks + (days * TimeSpan.TicksPerDay);
        while (at < to.UtcTicks)
        {
            var bucket = at / length;
            var next = Math.Min((bucket + 1) * length, to.UtcTicks);
            sum += Volumes[(int)(bucket % Volumes.Length)] * (next - at) / length;
            at = next;
        }

        return sum;
    }

    /// <summary>
    /// From candles not longer than a bucket, of any span: each bucket is the mean over the days that have candles in it; a bucket that none
    /// fell into gets the mean of the others. Null where no candle has volume.
    /// </summary>
    public static VolumeProfile? Of(ReadOnlySpan<Candle> candles, int bucketMinutes = 30)
    {
        var buckets = MinutesPerDay / bucketMinutes;
        var sums = new decimal[buckets];
        var days = new int[buckets];
        var seen = new long[buckets];
        foreach (var candle in candles)
        {
            var index = candle.Start.UtcTicks / (bucketMinutes * TimeSpan.TicksPerMinute);
            var bucket = (int)(index % buckets);
            if (seen[bucket] != index)
                (seen[bucket], days[bucket]) = (index, days[bucket] + 1);
            sums[bucket] += candle.Volume;
        }

        var (total, known) = (0m, 0);
        for (var i = 0; i < buckets; i++)
        {
            if (days[i] == 0)
                continue;
            sums[i] /= days[i];
            total += sums[i];
            known++;
        }

        if (total <= 0m)
            return null;
        for (var i = 0; i < buckets; i++)
            sums[i] = days[i] == 0 ? total / known : sums[i];
        return new VolumeProfile(bucketMinutes, [.. sums]);
    }

    public bool Equals(VolumeProfile? other) =>
        other is not null && BucketMinutes == other.BucketMinutes && Volumes.AsSpan().SequenceEqual(other.Volumes.AsSpan());

    public override int GetHashCode() => HashCode.Combine(BucketMinutes, Volumes.IsDefault ? 0 : Volumes.Length);
}
