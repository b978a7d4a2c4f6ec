using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>Reads the fields of one alert and remembers what is wrong with them; what it gives back counts only while nothing is.</summary>
internal sealed class AlertReader(Dictionary<AlertField, AlertValue> found, ImmutableArray<FieldError> formErrors)
{
    private readonly List<FieldError> _errors = [.. formErrors];

    // A field that is missing because the whole is not understood is not said again.
    private readonly bool _isWhole = formErrors.IsEmpty;

    public ImmutableArray<FieldError> Errors => [.. _errors];

    public void Refuse(AlertField field, string remedy)
    {
        if (_isWhole || found.ContainsKey(field))
            _errors.Add(found.TryGetValue(field, out var value)
                ? new FieldError(value.Name, AlertText.Shown(value.Text), remedy)
                : new FieldError(AlertFields.NameOf(field), string.Empty, remedy));
    }

    public string? Text(AlertField field, int lengthMax)
    {
        if (!found.TryGetValue(field, out var value))
            return null;
        if (value.Text.Length > lengthMax)
            Refuse(field, FormattableString.Invariant($"give at most {lengthMax} characters"));
        else if (!AlertText.IsPlain(value.Text))
            Refuse(field, "leave out characters that cannot be seen");
        return value.Text;
    }

    /// <summary>What the source's table says of a word; null where there is no table, or no word.</summary>
    public LabelRule? Rule(SourceConfig config, string label)
    {
        if (config.Table.IsEmpty || label.Length == 0)
            return null;
        var rule = config.Table.FirstOrDefault(line => string.Equals(line.Label, label, StringComparison.OrdinalIgnoreCase));
        if (rule is null)
            Refuse(AlertField.Label, $"the source's table has {string.Join(", ", config.Table.Select(static line => line.Label))}");
        return rule;
    }

    public SignalDirection Direction(LabelRule? rule)
    {
        SignalDirection? said = null;
        if (found.TryGetValue(AlertField.Direction, out var value))
        {
            if (AlertValues.TryDirection(value.Text, out var read))
                said = read;
            else
                Refuse(AlertField.Direction, "write long, short or close (buy, sell and flat are understood too)");
        }
        else if (rule?.Direction is null)
        {
            Refuse(AlertField.Direction, rule is null ? "write long, short or close" : $"'{rule.Label}' stands for both sides: write long or short");
        }

        if (said is { } mine && rule?.Direction is { } other && mine != other)
            Refuse(AlertField.Direction, $"the source's table says that '{rule.Label}' is {other.ToString().ToLowerInvariant()}: say the same, or nothing");
        return said ?? rule?.Direction ?? default;
    }

    public Symbol Symbol(SourceConfig config, IReadOnlyCollection<Symbol> traded)
    {
        if (!found.TryGetValue(AlertField.Symbol, out var value))
            Refuse(AlertField.Symbol, "name a market, e.g. BTC-USDT");
        else if (!value.IsNumber && SymbolNames.Find(value.Text, config, traded) is { } symbol)
            return symbol;
        else
            Refuse(AlertField.Symbol, $"name a market of this service: {Named(traded)}");
        return default;
    }

    /// <summary>When it arose; null where the alert does not say.</summary>
    public DateTimeOffset? Instant(DateTimeOffset now, TimeSpan freshness)
    {
        if (!found.TryGetValue(AlertField.Timestamp, out var value))
            return null;
        if (!AlertValues.TryInstant(value.Text, out var at))
            Refuse(AlertField.Timestamp, "write an instant with its zone, e.g. 2026-01-31T12:00:00Z, or seconds or milliseconds since 1970");
        else if (at - now > TimeSpan.FromSeconds(Alert.ClockSkewSecondsMax))
            Refuse(AlertField.Timestamp, FormattableString.Invariant($"lies in the future; a clock may be {Alert.ClockSkewSecondsMax} seconds ahead"));
        else if (now - at > freshness)
            Refuse(AlertField.Timestamp, FormattableString.Invariant($"is stale: the source takes alerts for {freshness.TotalSeconds:0.###} seconds"));
        return at;
    }

    public Interval? Timeframe()
    {
        if (!found.TryGetValue(AlertField.Timeframe, out var value))
            return null;
        if (AlertValues.TryTimeframe(value.Text, out var interval))
            return interval;
        Refuse(AlertField.Timeframe, "write a chart's interval, e.g. 15, 15m, 4h, D");
        return null;
    }

    public decimal? Share(AlertField field)
    {
        if (!found.TryGetValue(field, out var value))
            return null;
        if (AlertValues.TryNumber(value.Text, out var share) && share is >= 0m and <= 1m)
            return share;
        Refuse(field, "give 0 to 1, e.g. 0.8");
        return null;
    }

    /// <summary>Entry, stop and target, in the order that the direction wants; what closes needs none.</summary>
    public (decimal? Entry, decimal? Stop, decimal? Target) Prices(SignalDirection direction)
    {
        var (entry, stop, target) = (Price(AlertField.Entry), Price(AlertField.StopLoss), Price(AlertField.TakeProfit));
        if (direction == SignalDirection.Close)
            return (null, null, null);
        var sign = direction == SignalDirection.Long ? 1m : -1m;
        var isLong = direction == SignalDirection.Long;
        if ((stop - (entry ?? target)) * sign >= 0m)
            Refuse(AlertField.StopLoss, isLong ? "a long's stop is below its entry and target" : "a short's stop is above its entry and target");
        if ((target - entry) * sign <= 0m)
            Refuse(AlertField.TakeProfit, isLong ? "a long's target is above its entry" : "a short's target is below its entry");
        return (entry, stop, target);
    }

    private decimal? Price(AlertField field)
    {
        if (!found.TryGetValue(field, out var value))
            return null;
        if (AlertValues.TryNumber(value.Text, out var price) && price is > 0m and <= Amounts.PriceMax)
            return price;
        Refuse(field, FormattableString.Invariant($"give a price above 0, at most {Amounts.PriceMax}"));
        return null;
    }

    private const int NamedMax = 10;

    private static string Named(IReadOnlyCollection<Symbol> traded) =>
        string.Join(", ", traded.Order().Take(NamedMax)) + (traded.Count > NamedMax ? ", …" : string.Empty);
}
