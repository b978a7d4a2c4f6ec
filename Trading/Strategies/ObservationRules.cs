using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Strategies;

/// <summary>Which requests can be answered.</summary>
public static class ObservationRules
{
    /// <summary>Most indicators of one request.</summary>
    public const int IndicatorsMax = 64;

    /// <summary>Most candle windows of one request.</summary>
    public const int WindowsMax = 16;

    /// <summary>What is wrong with a request, given the intervals that there are candles of.</summary>
    public static ImmutableArray<FieldError> Refuse(ObservationRequest request, ImmutableArray<Interval> available)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (request.Indicators.Length > IndicatorsMax)
            errors.Add(new FieldError("indicators", Text(request.Indicators.Length), $"ask for at most {IndicatorsMax}"));
        if (request.Candles.Length > WindowsMax)
            errors.Add(new FieldError("candles", Text(request.Candles.Length), $"ask for at most {WindowsMax} windows"));
        foreach (var text in request.Indicators)
        {
            if (!IndicatorSpec.TryParse(text, out var spec, out var error))
                errors.Add(new FieldError("indicators", text, error));
            else if (!available.Contains(spec.Interval))
                errors.Add(new FieldError("indicators", text, Finer(available)));
        }

        foreach (var window in request.Candles)
        {
            if (window.Count is < 1 or > CandleWindow.CountMax)
                errors.Add(new FieldError("candles.count", Text(window.Count), $"give 1 to {CandleWindow.CountMax}"));
            if (!available.Contains(window.Interval))
                errors.Add(new FieldError("candles.interval", window.Interval.Name(), Finer(available)));
        }

        return errors.ToImmutable();
    }

    private static string Finer(ImmutableArray<Interval> available) =>
        $"the feed's candles do not yield this interval; use one of {string.Join(' ', available.Select(static i => i.Name()))}";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
