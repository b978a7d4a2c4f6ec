using System.Reflection;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests.Indicators;

/// <summary>What every indicator of the catalog promises, whatever it computes.</summary>
public sealed class IndicatorContractTests
{
    public static TheoryData<string> Specs => [.. IndicatorCatalog.All.Select(d => IndicatorSpec.Parse($"{d.Name} 1m").Text)];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Update_of_WarmUp_bars_gives_every_output_its_first_value_exactly_then(string spec)
    {
        var bars = Market.Random(2_000, 21);
        var indicator = IndicatorCatalog.Create(spec);
        var firsts = new int[indicator.Outputs.Length];
        for (var i = 0; i < bars.Length; i++)
        {
            Assert.Equal(i >= indicator.WarmUp, indicator.IsWarm);
            indicator.Update(in bars[i]);
            for (var output = 0; output < firsts.Length; output++)
            {
                if (firsts[output] == 0 && !double.IsNaN(indicator[output]))
                    firsts[output] = i + 1;
            }
        }

        // Of SuperTrend's upper and lower band only one has a value at a time.
        var expected = spec.StartsWith("supertrend", StringComparison.Ordinal) ? firsts[0] : firsts.Max();
        Assert.Equal(expected, indicator.WarmUp);
        Assert.All(firsts, first => Assert.NotEqual(0, first));
        Assert.Equal(bars.Length, indicator.Bars);
        Assert.Equal(indicator[0], indicator.Value);
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Clone_goes_its_own_way_and_repeats_the_original_bit_for_bit(string spec)
    {
        var bars = Market.Random(500, 22);
        var other = Market.Random(300, 23);
        foreach (var split in new[] { 0, 1, 20, 21, 333 })
        {
            var original = Fed(spec, bars.AsSpan(0, split));
            var clone = original.Clone();
            var stray = original.Clone();
            foreach (var bar in other)
                stray.Update(in bar);
            AssertSame(clone, original, spec);
            foreach (var bar in bars.AsSpan(split))
            {
                original.Update(in bar);
                clone.Update(in bar);
                AssertSame(clone, original, spec);
            }

            AssertSame(Fed(spec, bars), original, spec);
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void CopyFrom_into_a_used_scratch_gives_the_provisional_value(string spec)
    {
        var bars = Market.Random(500, 24);
        var live = IndicatorCatalog.Create(spec);
        var scratch = Fed(spec, Market.Random(777, 25));
        for (var i = 0; i + 1 < bars.Length; i++)
        {
            live.Update(in bars[i]);
            scratch.CopyFrom(live);
            scratch.Update(in bars[i + 1]);
            if (i % 50 == 0)
                AssertSame(Fed(spec, bars.AsSpan(0, i + 2)), scratch, spec);
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Reset_leaves_nothing_behind(string spec)
    {
        var bars = Market.Random(700, 26);
        var used = Fed(spec, Market.Random(999, 27));
        used.Update(bars[0] with { Close = double.NaN });
        used.Reset();
        AssertSame(IndicatorCatalog.Create(spec), used, spec);
        foreach (var bar in bars)
            used.Update(in bar);
        AssertSame(Fed(spec, bars), used, spec);
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Update_with_a_bar_that_is_not_finite_only_counts_it(string spec)
    {
        var bars = Market.Random(400, 28);
        var indicator = Fed(spec, bars);
        var expected = indicator.Values.ToArray();
        foreach (var field in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            indicator.Update(bars[0] with { Open = field });
            indicator.Update(bars[0] with { High = field });
            indicator.Update(bars[0] with { Low = field });
            indicator.Update(bars[0] with { Close = field });
            indicator.Update(bars[0] with { Volume = field });
        }

        Assert.Equal(15, indicator.IgnoredBars);
        Assert.Equal(400, indicator.Bars);
        Assert.Equal(expected, indicator.Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Update_allocates_nothing(string spec)
    {
        var bars = Market.Random(5_000, 29);
        var indicator = Fed(spec, bars);
        var scratch = indicator.Clone();
        Walk(indicator, scratch, bars);

        // The runtime itself may allocate once when it recompiles a loop; an update that allocates does so in every walk.
        var least = long.MaxValue;
        for (var walk = 0; walk < 50 && least > 0; walk++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Walk(indicator, scratch, bars);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);

        static void Walk(Indicator live, Indicator scratch, Bar[] bars)
        {
            for (var i = 0; i < bars.Length; i++)
            {
                live.Update(in bars[i]);
                if (i % 100 == 0)
                    scratch.CopyFrom(live);
            }

            scratch.Reset();
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Update_over_degenerate_prices_gives_numbers_or_NaN(string spec)
    {
        foreach (var bars in new[] { Market.Flat(600, 0, 0), Market.Flat(600, 100), Market.Flat(600, 0.1, 0), Market.Flat(600, -5), Market.Flat(600, 1e-300), Market.Flat(600, 1e150) })
            AssertPlain(spec, bars);
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Update_over_the_broken_quote_files_gives_numbers_or_NaN(string spec)
    {
        foreach (var file in new[] { "zeros", "penny", "bad", "mismatch", "max", "spx", "intraday", "bitcoin" })
            AssertPlain(spec, ReferenceData.Quotes(file));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Update_after_a_flat_stretch_recovers(string spec)
    {
        Bar[] bars = [.. Market.Random(300, 30), .. Market.Flat(600, 100), .. Market.Random(600, 31)];
        var indicator = Fed(spec, bars);
        for (var output = 0; output < indicator.Outputs.Length; output++)
        {
            if (!spec.StartsWith("supertrend", StringComparison.Ordinal) || output == 0)
                Assert.True(double.IsFinite(indicator[output]), $"{spec} {indicator.Outputs[output]} is {indicator[output]}");
        }
    }

    // Reset and copy see registered parts only: a field that changes elsewhere would be forgotten by both.
    [Fact]
    public void Indicator_types_have_no_mutable_fields_of_their_own()
    {
        var mutable = typeof(Indicator).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Indicator)))
            .SelectMany(t => t.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsInitOnly)
            .Select(f => $"{f.DeclaringType!.Name}.{f.Name}");
        Assert.Empty(mutable);
    }

    [Fact]
    public void CopyFrom_another_kind_or_other_parameters_is_refused()
    {
        var sma = IndicatorCatalog.Create("sma 20 1m");
        Assert.Throws<ArgumentException>(() => sma.CopyFrom(IndicatorCatalog.Create("ema 20 1m")));
        Assert.Throws<ArgumentException>(() => sma.CopyFrom(IndicatorCatalog.Create("sma 21 1m")));
        Assert.Throws<ArgumentException>(() => IndicatorCatalog.Create("macd 12 26 9 1m").CopyFrom(IndicatorCatalog.Create("macd 13 26 9 1m")));
        Assert.Throws<ArgumentException>(() => IndicatorCatalog.Create("bollinger 20 2 1m").CopyFrom(IndicatorCatalog.Create("bollinger 20 3 1m")));
    }

    [Fact]
    public void TryRead_by_name_finds_outputs_that_have_a_value()
    {
        var macd = Fed("macd 1m", Market.Random(30, 32));
        Assert.True(macd.TryRead("MACD", out var value));
        Assert.Equal(macd.Value, value);
        Assert.False(macd.TryRead("signal", out _));
        Assert.False(macd.TryRead("nonsense", out value));
        Assert.True(double.IsNaN(value));
        Assert.Equal(-1, macd.IndexOf("nonsense"));
    }

    private static void AssertPlain(string spec, Bar[] bars)
    {
        var indicator = IndicatorCatalog.Create(spec);
        foreach (var bar in bars)
        {
            indicator.Update(in bar);
            foreach (var value in indicator.Values)
                Assert.False(double.IsInfinity(value), $"{spec} at {indicator.Bars}: infinite");
        }
    }

    private static Indicator Fed(string spec, ReadOnlySpan<Bar> bars)
    {
        var indicator = IndicatorCatalog.Create(spec);
        foreach (var bar in bars)
            indicator.Update(in bar);
        return indicator;
    }

    private static void AssertSame(Indicator expected, Indicator actual, string spec)
    {
        Assert.Equal(expected.Bars, actual.Bars);
        Assert.Equal(expected.IgnoredBars, actual.IgnoredBars);
        for (var i = 0; i < expected.Outputs.Length; i++)
            Assert.True(BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i]), $"{spec} {expected.Outputs[i]}: {actual[i]:R}, expected {expected[i]:R}");
    }
}
