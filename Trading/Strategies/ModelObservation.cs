using System.Collections.Immutable;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Strategies;

/// <summary>What a language model sees of each symbol: the standard view, and the indicators that its version lists.</summary>
public static class ModelObservation
{
    /// <summary>Candles of each of the two windows.</summary>
    public const int CandlesCount = 60;

    /// <summary>Most indicators that a version may list beside the standard ones.</summary>
    public const int ExtraIndicatorsMax = 32;

    private const Interval Slow = Interval.SixHours;

    /// <summary>Sixty candles of six hours are fifteen days: a model is asked before, with those that there are.</summary>
    private const Interval WarmsUpTo = Interval.OneHour;

    private static readonly ImmutableArray<string> FastIndicators =
        ["rsi 7", "rsi 14", "macd 12 26 9", "ema 20", "ema 50", "atr 14", "bollinger 20 2", "volatility 30"];

    private static readonly ImmutableArray<string> SlowIndicators = ["rsi 14", "ema 20", "ema 50", "atr 14"];

    /// <summary>
    /// Sixty candles and the standard indicators of the finest interval that there is (one minute where the feed has it), sixty candles and
    /// the long-term ones of six hours, the book's top, and what the version lists, in their canonical spelling and each once.
    /// </summary>
    /// <param name="extraIndicators">E.g. <c>rsi 14 5m</c>, <c>change 15m</c>; what <see cref="Refuse"/> refuses is left out.</param>
    /// <param name="available">Intervals that the feed's candles yield; default all.</param>
    public static ObservationRequest Request(ImmutableArray<string> extraIndicators, ImmutableArray<Interval> available = default)
    {
        if (available.IsDefaultOrEmpty)
            available = Intervals.All;
        var indicators = ImmutableArray.CreateBuilder<string>();
        var windows = ImmutableArray.CreateBuilder<CandleWindow>();
        var fast = available.Min();
        Add(FastIndicators, fast);
        windows.Add(new CandleWindow(fast, CandlesCount));
        if (fast < Slow && available.Contains(Slow))
        {
            Add(SlowIndicators, Slow);
            windows.Add(new CandleWindow(Slow, CandlesCount));
        }

        foreach (var text in extraIndicators.IsDefault ? [] : extraIndicators)
        {
            if (IndicatorSpec.TryParse(text, out var spec) && available.Contains(spec.Interval) && !indicators.Contains(spec.Text, StringComparer.Ordinal)
                && indicators.Count < ObservationRules.IndicatorsMax)
            {
                indicators.Add(spec.Text);
            }
        }

        return new ObservationRequest(indicators.ToImmutable(), windows.ToImmutable(), IncludesBook: true)
        {
            WarmsUpTo = fast > WarmsUpTo ? fast : WarmsUpTo,
        };

        void Add(ImmutableArray<string> names, Interval interval)
        {
            foreach (var name in names)
                indicators.Add($"{name} {interval.Name()}");
        }
    }

    /// <summary>What is wrong with a version's list; empty where every one of them will appear.</summary>
    public static ImmutableArray<FieldError> Refuse(ImmutableArray<string> extraIndicators, ImmutableArray<Interval> available = default)
    {
        var asked = extraIndicators.IsDefault ? [] : extraIndicators;
        var errors = ObservationRules.Refuse(new ObservationRequest(asked, []), available.IsDefaultOrEmpty ? Intervals.All : available);
        return asked.Length <= ExtraIndicatorsMax
            ? errors
            : errors.Insert(0, new FieldError("indicators", FieldError.Text(asked.Length), $"list at most {ExtraIndicatorsMax}"));
    }
}
