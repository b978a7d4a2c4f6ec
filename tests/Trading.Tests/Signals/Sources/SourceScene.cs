using System.Collections.Immutable;
using System.Text;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Trading.Tests.Signals.Sources;

/// <summary>Sources and alerts that the tests of this folder share.</summary>
internal static class SourceScene
{
    public static DateTimeOffset Now { get; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static ImmutableArray<Symbol> Traded { get; } = [Symbol.Parse("BTC-USDT"), Symbol.Parse("ETH-USDT"), Symbol.Parse("PEPE-USDT")];

    public static SourceConfig Native { get; } = new(SourceKind.Native, SourceAuthentication.PathToken);

    public static SourceConfig Chart { get; } = new(SourceKind.TradingView, SourceAuthentication.PathToken);

    public static SourceConfig Cipher { get; } = new(SourceKind.VuManChu, SourceAuthentication.PathToken) { Table = VuManChuTable.Default };

    public static AlertReading Read(SourceConfig config, string alert) => Alert.Read(config, Encoding.UTF8.GetBytes(alert)).Understand("tv", Traded, Now);

    /// <summary>The one thing that is wrong with an alert.</summary>
    public static FieldError Wrong(SourceConfig config, string alert)
    {
        var reading = Read(config, alert);
        Assert.Null(reading.Signal);
        return Assert.Single(reading.Errors);
    }
}
