using OrleansTrader.Dashboard.Figures;

namespace OrleansTrader.Silo.Tests.Dashboard;

public sealed class FigureTests
{
    [Theory]
    [InlineData("47903", "1", "47,903")]
    [InlineData("2233.2", "0.1", "2,233.2")]
    [InlineData("2233", "0.05", "2,233.00")]
    [InlineData("0.08451", "0.00001", "0.08451")]
    public void Price_known_tick_has_the_decimals_of_the_tick(string price, string tick, string expected) =>
        Assert.Equal(expected, Figure.Price(Number(price), Number(tick)));

    [Theory]
    [InlineData("0.08451", "0.08451")]
    [InlineData("47903.50", "47,903.5")]
    [InlineData("711237", "711,237")]
    public void Price_unknown_tick_keeps_its_own_digits(string price, string expected) => Assert.Equal(expected, Figure.Price(Number(price), tick: null));

    [Theory]
    [InlineData("1234.5", "+1,234.50")]
    [InlineData("-1234.5", "\u22121,234.50")]
    [InlineData("0", "0.00")]
    [InlineData("-0.001", "0.00")]
    public void SignedMoney_any_sign_is_written_out_and_zero_has_none(string amount, string expected) =>
        Assert.Equal(expected, Figure.SignedMoney(Number(amount)));

    [Theory]
    [InlineData(0.0123, "+1.23%")]
    [InlineData(-0.5, "\u221250.00%")]
    [InlineData(double.NaN, Figure.None)]
    public void SignedPercent_share_becomes_percent(double share, string expected) => Assert.Equal(expected, Figure.SignedPercent(share));

    [Theory]
    [InlineData(42, "42s")]
    [InlineData(192, "3m 12s")]
    [InlineData(7_260, "2h 1m")]
    [InlineData(100_800, "1d 4h")]
    [InlineData(-5, "0s")]
    public void Length_seconds_has_its_two_largest_units(int seconds, string expected) => Assert.Equal(expected, Figure.Length(TimeSpan.FromSeconds(seconds)));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
