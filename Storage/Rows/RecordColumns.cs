using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;

namespace OrleansTrader.Storage.Rows;

internal static class DecisionRecordColumns
{
    public static DecisionRecordRow Read(IRow row) => ContractJson.Decode<DecisionRecordRow>(PackedJson.Unpack(row.Blob()));
}

internal static class ModelCostColumns
{
    /// <summary>Reads <see cref="Sums"/>; over no rows they are null, which is read as nought.</summary>
    public static ModelCost Read(IRow row) => new(row.Long(), row.Long(), row.Long(), row.Long(), Dollars(row.Long()));

    /// <summary>Millionths of a dollar in one.</summary>
    private const decimal MicrosPerDollar = 1_000_000m;

    /// <summary>Rounded up: many tiny costs are not nothing.</summary>
    public static long Micros(decimal dollars) => (long)decimal.Ceiling(dollars * MicrosPerDollar);

    public static decimal Dollars(long micros) => micros / MicrosPerDollar;

    /// <summary>The day (UTC) of an instant, as the table numbers days.</summary>
    public static long DayOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerDay;

    public const string Sums = "sum(records), sum(questions), sum(input_tokens), sum(output_tokens), sum(cost_micros)";
}
