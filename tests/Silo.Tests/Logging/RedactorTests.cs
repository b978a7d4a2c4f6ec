using Microsoft.Extensions.Configuration;
using OrleansTrader.Silo.Logging;

namespace OrleansTrader.Silo.Tests.Logging;

public sealed class RedactorTests
{
    private const string Secret = "q7Zr-0pLk9_Vb2Xw8Yd";

    private readonly Redactor _redactor = new();

    [Theory]
    [InlineData($"asked with Authorization: Bearer {Secret}")]
    [InlineData($"Authorization: Basic {Secret}=")]
    [InlineData($"authorization={Secret}")]
    [InlineData($"x-api-key: {Secret}, next")]
    [InlineData($"https://venue.example/v5/order?symbol=BTC&api_key={Secret}&side=Buy")]
    [InlineData($"https://user:{Secret}@proxy.example:8080/")]
    [InlineData($"postgres://trader:{Secret}@db/trader")]
    [InlineData($"Host=db;Username=trader;Password={Secret};Pooling=true")]
    [InlineData($"{{\"apiKey\":\"{Secret}\",\"model\":\"x\"}}")]
    [InlineData($"OPENAI_API_KEY={Secret}")]
    [InlineData($"BYBIT_API_SECRET={Secret}")]
    [InlineData($"Set-Cookie: {Secret}; path=/")]
    [InlineData($"key sk-{Secret} was refused")]
    [InlineData($"pplx-{Secret}")]
    [InlineData($"ot_alice_k1a2b3_{Secret} is unknown")]
    [InlineData($"Request starting HTTP/1.1 POST http://localhost:5000/webhook/demo/tv/{Secret} - application/json 61")]
    public void Clean_secret_isHidden(string text)
    {
        var clean = _redactor.Clean(text);

        Assert.DoesNotContain(Secret, clean, StringComparison.Ordinal);
        Assert.Contains(Redactor.Hidden, clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Service market feed failed and is restarted (restart 3)")]
    [InlineData("demo/trend: the books at version 12 were written by somebody else, up to 13.")]
    [InlineData("https://api.bybit.com/v5/market/kline?symbol=BTCUSDT&interval=1 answered 503")]
    [InlineData("The model wrote 812 output tokens; tokens: 1200")]
    [InlineData("Request starting HTTP/1.1 POST http://localhost:5000/webhook/demo/tv - application/json 61")]
    [InlineData("Journal head: group 7, signature 5ff6b2a0")]
    public void Clean_ordinaryText_isUntouched(string text) => Assert.Equal(text.Replace("signature 5", "signature 5", StringComparison.Ordinal), _redactor.Clean(text));

    [Fact]
    public void Clean_valueOfASecretSetting_isHiddenWhereverItStands()
    {
        _redactor.Learn(new ConfigurationBuilder().AddInMemoryCollection([new("Models:Providers:house:ApiKey", "plain-looking-words"), new("Models:Providers:house:Name", "house-of-models")]).Build());

        Assert.Equal($"the server said: {Redactor.Hidden} is not welcome at house-of-models", _redactor.Clean("the server said: plain-looking-words is not welcome at house-of-models"));
    }

    [Fact]
    public void Clean_enormousText_endsInTime() => Assert.NotEmpty(_redactor.Clean(string.Concat(Enumerable.Repeat("key=\"key=://", 50_000))));
}
