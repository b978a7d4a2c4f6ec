using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace OrleansTrader.Silo.Logging;

/// <summary>One event a line, as JSON, without secrets: time, level, category, message, the trace it belongs to, its values, the fault.</summary>
internal sealed class JsonLines(Redactor redactor) : ITextFormatter
{
    /// <summary>Longest text of a line, in characters; a longer message or fault is cut.</summary>
    private const int TextCharactersMax = 16_384;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Format(LogEvent logEvent, TextWriter output)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", Level(logEvent.Level));
            if (Scalar(logEvent, "SourceContext") is { } category)
                json.WriteString("category", category);
            var message = Message(logEvent);
            json.WriteString("message", message);
            if (logEvent.TraceId is { } trace)
                json.WriteString("trace", trace.ToHexString());
            if (logEvent.SpanId is { } span)
                json.WriteString("span", span.ToHexString());
            Values(json, logEvent, message);
            if (logEvent.Exception is { } fault)
                json.WriteString("error", Clean(fault.ToString()));
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    private string Message(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            if (token is not PropertyToken { Format: null } named || !logEvent.Properties.TryGetValue(named.PropertyName, out var value))
                token.Render(logEvent.Properties, text, CultureInfo.InvariantCulture);
            else
                text.Write(Value(named.PropertyName, value));
        }

        return Clean(text.ToString());
    }

    // A value that stands alone does not look like a secret: its name tells.
    private string Value(string name, LogEventPropertyValue value) => Redactor.IsSecret(name) ? Redactor.Hidden : Clean(Text(value));

    private void Values(Utf8JsonWriter json, LogEvent logEvent, string message)
    {
        // Only what the message names: what scopes add (request paths, connection ids) is told by the trace.
        var named = logEvent.MessageTemplate.Tokens.OfType<PropertyToken>().Select(static token => token.PropertyName).Distinct(StringComparer.Ordinal).ToArray();
        if (named.Length == 0)
            return;
        json.WriteStartObject("values");
        foreach (var name in named)
        {
            if (!logEvent.Properties.TryGetValue(name, out var value))
                continue;

            // What was a secret in its place in the message is one here too.
            var text = Value(name, value);
            json.WriteString(name, value is ScalarValue { Value: string } && !message.Contains(text, StringComparison.Ordinal) ? Redactor.Hidden : text);
        }

        json.WriteEndObject();
    }

    private string Clean(string text) => redactor.Clean(text.Length > TextCharactersMax ? string.Concat(text.AsSpan(0, TextCharactersMax), "…") : text);

    private static string? Scalar(LogEvent logEvent, string name) => logEvent.Properties.TryGetValue(name, out var value) ? Text(value) : null;

    private static string Text(LogEventPropertyValue value) => value is ScalarValue { Value: { } scalar }
        ? scalar as string ?? (scalar as IFormattable)?.ToString(format: null, CultureInfo.InvariantCulture) ?? scalar.ToString() ?? string.Empty
        : value.ToString(format: null, CultureInfo.InvariantCulture);

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => "critical",
        LogEventLevel.Error => "error",
        LogEventLevel.Warning => "warning",
        LogEventLevel.Information => "information",
        _ => "debug",
    };
}
