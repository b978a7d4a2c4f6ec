using System.Collections.Immutable;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>What an alert can say.</summary>
internal enum AlertField
{
    Symbol,
    Direction,
    Entry,
    StopLoss,
    TakeProfit,
    Confidence,
    Timeframe,
    Id,
    Timestamp,
    Label,
    Strategy,
    Note,
    Secret,
}

/// <summary>The names of an alert's fields.</summary>
public static class AlertFields
{
    // The first name is the field's own, the second its other spelling; the rest are understood only where alerts are written by hand on a chart.
    private static readonly ImmutableArray<(AlertField Field, ImmutableArray<string> Names, ImmutableArray<string> OnCharts)> All =
    [
        (AlertField.Symbol, ["symbol"], ["ticker"]),
        (AlertField.Direction, ["direction"], ["action"]),
        (AlertField.Entry, ["entry"], ["price"]),
        (AlertField.StopLoss, ["stopLoss", "stop_loss"], ["stop"]),
        (AlertField.TakeProfit, ["takeProfit", "take_profit"], ["target"]),
        (AlertField.Confidence, ["confidence"], []),
        (AlertField.Timeframe, ["timeframe"], ["interval"]),
        (AlertField.Id, ["id"], []),
        (AlertField.Timestamp, ["timestamp"], ["time"]),
        (AlertField.Label, ["label"], ["signal_type"]),
        (AlertField.Strategy, ["strategy"], []),
        (AlertField.Note, ["note"], []),
        (AlertField.Secret, ["secret"], []),
    ];

    /// <summary>The fields' own names, as <see cref="SourceConfig.Fields"/> and templates use them.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(static row => row.Names[0])];

    internal static string NameOf(AlertField field) => All[(int)field].Names[0];

    /// <summary>The names under which a JSON alert may say a field.</summary>
    internal static IEnumerable<string> NamesOf(AlertField field, bool isNative) =>
        isNative ? All[(int)field].Names : All[(int)field].Names.Concat(All[(int)field].OnCharts);

    /// <summary>The field of a name in a text template; null where there is none.</summary>
    internal static AlertField? Find(string name)
    {
        foreach (var (field, names, onCharts) in All)
        {
            if (names.Contains(name, StringComparer.Ordinal) || onCharts.Contains(name, StringComparer.Ordinal))
                return field;
        }

        return null;
    }
}
