using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Tests.Providers;

public sealed class ProviderTextTests
{
    private static readonly Secret Key = new("Zq81mmLk0plain");

    [Theory]
    [InlineData("key Zq81mmLk0plain is odd", "key *** is odd")]
    [InlineData("Incorrect API key provided: sk-proj-abc_DEF123.", "Incorrect API key provided: ***")]
    [InlineData("key ab****************yz", "key ***")]
    [InlineData("header Bearer eyJhbGciOi.x.y refused", "header *** refused")]
    [InlineData("two\r\nlines\u001b[31m", "two  lines [31m")]
    [InlineData(null, "")]
    public void Short_strikes_out_keys_and_control_characters(string? text, string expected) => Assert.Equal(expected, ProviderText.Short(text, Key));

    [Fact]
    public void Short_is_bounded() => Assert.Equal(301, ProviderText.Short(new string('x', 100_000)).Length);

    [Fact]
    public void Secret_shows_itself_to_nobody_by_accident()
    {
        var settings = new ProviderSettings { Name = "x", Kind = ModelProviderKind.OpenAI, Key = Key };

        Assert.Equal("***", Key.ToString());
        Assert.DoesNotContain(Key.Reveal(), settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Reveal(), System.Text.Json.JsonSerializer.Serialize(settings), StringComparison.Ordinal);
    }
}
