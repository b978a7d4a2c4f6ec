using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Silo.Logging;

namespace OrleansTrader.Silo.Tests.Logging;

public sealed class ConsoleLinesTests
{
    private const string Secret = "q7Zr0pLk9Vb2Xw8Yd";

    [Fact]
    public void Write_faultWithASecret_isOneReadableLineWithout()
    {
        using var text = new StringWriter();
        KeyValuePair<string, object?>[] values = [new("Authorization", Secret)];

        new ConsoleLines().Write(
            new LogEntry<KeyValuePair<string, object?>[]>(
                LogLevel.Warning, "Venues", default, values, new InvalidOperationException($"api_key={Secret}"), static (state, _) => $"sent {state[0].Value}"),
            scopeProvider: null, text);

        var line = Assert.Single(text.ToString().TrimEnd().Split('\n'));
        Assert.Contains($"warn: Venues: sent {Redactor.Hidden}", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }
}
