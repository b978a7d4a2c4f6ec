using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests.Indicators;

/// <summary>A million updates leave no trace in what is defined by its last bars alone.</summary>
public sealed class DriftTests
{
    private const int Updates = 1_000_000;

    [Theory]
    [InlineData("sma 20 1m", 20)]
    [InlineData("sma 3000 1m", 3000)]
    [InlineData("wma 500 1m", 500)]
    [InlineData("stdev 500 1m", 500)]
    [InlineData("mfi 14 1m", 15)]
    [InlineData("highest 60 1m", 60)]
    public void Value_after_a_million_updates_and_a_spike_is_that_of_its_last_bars(string spec, int memory)
    {
        var cycle = Market.Random(9_973, 50);
        var aged = IndicatorCatalog.Create(spec);
        for (var i = 0; i < Updates; i++)
            aged.Update(in cycle[i % cycle.Length]);

        // A wrong tick a trillion times too high passes through every window.
        aged.Update(new Bar(default, 1e14, 1e14, 1e14, 1e14, 1e14));
        var last = Market.Random(memory + 100, 51);
        var young = IndicatorCatalog.Create(spec);
        for (var i = 0; i < last.Length; i++)
        {
            aged.Update(in last[i]);
            if (i >= last.Length - memory)
                young.Update(in last[i]);
        }

        for (var output = 0; output < aged.Outputs.Length; output++)
            Assert.Equal(young[output], aged[output], 1e-11 * Math.Max(1, Math.Abs(young[output])));
    }

    [Fact]
    public void Endless_sums_after_a_million_updates_are_those_of_exact_arithmetic()
    {
        var cycle = Market.Random(9_973, 52);
        var vwap = IndicatorCatalog.Create("vwap 0 1m");
        var obv = IndicatorCatalog.Create("obv 1m");
        decimal money = 0, volume = 0, balance = 0;
        var before = double.NaN;
        for (var i = 0; i < Updates; i++)
        {
            ref readonly var bar = ref cycle[i % cycle.Length];
            vwap.Update(in bar);
            obv.Update(in bar);
            money += (decimal)bar.Volume * ((decimal)bar.High + (decimal)bar.Low + (decimal)bar.Close) / 3;
            volume += (decimal)bar.Volume;
            balance += bar.Close > before ? (decimal)bar.Volume : bar.Close < before ? -(decimal)bar.Volume : 0;
            before = bar.Close;
        }

        // The decimal conversion keeps 15 digits of every number: that is the difference allowed.
        Assert.Equal((double)(money / volume), vwap.Value, 1e-11);
        Assert.Equal((double)balance, obv.Value, 1e-13 * (double)volume);
    }

    // One huge volume must not swallow the small ones after it: a plain sum would stay at 1e16.
    [Fact]
    public void Obv_after_a_huge_volume_still_counts_single_units()
    {
        var obv = IndicatorCatalog.Create("obv 1m");
        for (var i = 0; i < 1_002; i++)
            obv.Update(new Bar(default, i + 1, i + 1, i + 1, i + 1, i == 1 ? 1e16 : 1));
        Assert.Equal(1e16 + 1_000, obv.Value);
    }
}
