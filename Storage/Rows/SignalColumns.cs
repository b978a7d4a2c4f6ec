using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals;

namespace OrleansTrader.Storage.Rows;

/// <summary>A signal is kept in two pieces of JSON: what lists show, and the whole with its road.</summary>
internal static class SignalColumns
{
    public static byte[] Told(SignalRow row) => ContractJson.Encode(row with { Steps = [], Legs = [] });

    public static byte[] Road(SignalRow row) => PackedJson.Pack(ContractJson.Encode(row));

    /// <summary>Of the column <c>told</c>.</summary>
    public static SignalRow Read(IRow row) => ContractJson.Decode<SignalRow>(row.Blob());

    /// <summary>Of the column <c>road</c>.</summary>
    public static SignalRow ReadRoad(IRow row) => ContractJson.Decode<SignalRow>(PackedJson.Unpack(row.Blob()));
}

internal static class SourceTallyColumns
{
    public const string List = "source, symbol, direction, won, lost, not_taken, on_paper, micro_r, last_at";

    private const decimal MicrosOfOne = 1_000_000m;

    public static long Micros(decimal r) => (long)decimal.Round(r * MicrosOfOne);

    public static SourceTallyRow Read(IRow row) => new(
        SourceKey.Parse(row.Text()), SymbolKey.Parse(row.Text()), (SignalDirection)row.Long(), row.Long(), row.Long(), row.Long(), row.Long(),
        row.Long() / MicrosOfOne, row.Instant());
}
