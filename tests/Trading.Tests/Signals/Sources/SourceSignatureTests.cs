using System.Text;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Trading.Tests.Signals.Sources;

public sealed class SourceSignatureTests
{
    private const string Secret = "secret-of-the-test";
    private const string Timestamp = "1769860800";

    // Independently: printf '1769860800.{"symbol":"BTCUSDT"}' | openssl dgst -sha256 -hmac 'secret-of-the-test'
    private const string Known = "326c8fa6180374d09db32c455ed24574548894cb1c80d177e2469e3828c92979";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"symbol":"BTCUSDT"}""");

    [Fact]
    public void Of_knownMessage_isWhatOpensslSays() => Assert.Equal(Known, SourceSignature.Of(Secret, Timestamp, Body));

    [Theory]
    [InlineData(Known, Timestamp, true)]
    [InlineData("sha256=" + Known, Timestamp, true)]
    [InlineData("SHA256=" + Known, Timestamp, true)]
    [InlineData("sha512=" + Known, Timestamp, false)]
    [InlineData(Known + "00", Timestamp, false)]
    [InlineData("", Timestamp, false)]
    [InlineData(null, Timestamp, false)]
    [InlineData("zz", Timestamp, false)]
    [InlineData(Known, "1769860801", false)]
    [InlineData(Known, " 1769860800", false)]
    [InlineData(Known, "", false)]
    [InlineData(Known, null, false)]
    public void Fits_onlyTheSignatureOfThisMessage(string? signature, string? timestamp, bool fits) =>
        Assert.Equal(fits, SourceSignature.Fits(Encoding.UTF8.GetBytes(Secret), signature, timestamp, Body, SourceScene.Now));

    [Fact]
    public void Fits_anotherSecretOrBody_not()
    {
        Assert.False(SourceSignature.Fits("another"u8, Known, Timestamp, Body, SourceScene.Now));
        Assert.False(SourceSignature.Fits(Encoding.UTF8.GetBytes(Secret), Known, Timestamp, "{}"u8, SourceScene.Now));
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void Fits_fiveMinutesToEitherSide(int seconds, bool fits) =>
        Assert.Equal(fits, SourceSignature.Fits(Encoding.UTF8.GetBytes(Secret), Known, Timestamp, Body, SourceScene.Now.AddSeconds(seconds)));

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999")]
    [InlineData("-1769860800")]
    [InlineData("1769860800.0")]
    public void Fits_timestampThatIsNone_not(string timestamp) => Assert.False(SourceSignature.Fits(
        Encoding.UTF8.GetBytes(Secret), SourceSignature.Of(Secret, timestamp, Body), timestamp, Body, SourceScene.Now));
}
