using System.Collections.Immutable;
using System.Text;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>What an alert comes to.</summary>
/// <param name="Signal">Null where the alert is refused.</param>
/// <param name="Id">The signal's id: the same alert has the same one.</param>
/// <param name="Errors">Empty where there is a signal.</param>
public sealed record AlertReading(Signal? Signal, string Id, ImmutableArray<FieldError> Errors);

/// <summary>An alert whose fields were found, and nothing believed of it yet.</summary>
public sealed class Alert
{
    /// <summary>Largest alert, in bytes.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>How far a source's clock may be ahead.</summary>
    public const int ClockSkewSecondsMax = 30;

    /// <summary>Longest id of an alert, in characters.</summary>
    public const int IdLengthMax = 200;

    private static readonly UTF8Encoding StrictText = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SourceConfig _config;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Dictionary<AlertField, AlertValue> _found;
    private readonly ImmutableArray<FieldError> _formErrors;

    private Alert(SourceConfig config, ReadOnlyMemory<byte> body, Dictionary<AlertField, AlertValue> found, ImmutableArray<FieldError> formErrors) =>
        (_config, _body, _found, _formErrors) = (config, body, found, formErrors);

    /// <summary>The secret that stands in the alert; null where none does.</summary>
    public string? Secret => _found.TryGetValue(AlertField.Secret, out var value) ? value.Text : null;

    public static Alert Read(SourceConfig config, ReadOnlyMemory<byte> body)
    {
        var found = new Dictionary<AlertField, AlertValue>();
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (body.Length is 0 or > BytesMax)
            errors.Add(new FieldError("body", FormattableString.Invariant($"{body.Length} bytes"), FormattableString.Invariant($"send 1 to {BytesMax} bytes")));
        else if (config.Text is null)
            JsonAlert.Read(config, body, found, errors);
        else
            ReadText(config.Text, body, found, errors);
        return new Alert(config, body, found, errors.ToImmutable());
    }

    /// <summary>Turns the fields into a signal, or says what is wrong with them.</summary>
    /// <param name="source">The source's name within its tenant.</param>
    /// <param name="traded">Markets of the service.</param>
    public AlertReading Understand(string source, IReadOnlyCollection<Symbol> traded, DateTimeOffset now)
    {
        var reader = new AlertReader(_found, _formErrors);
        var label = reader.Text(AlertField.Label, Signal.LabelLengthMax) ?? string.Empty;
        var rule = reader.Rule(_config, label);
        var direction = reader.Direction(rule);
        var symbol = reader.Symbol(_config, traded);
        var at = reader.Instant(now, _config.Terms.Freshness);
        var own = reader.Text(AlertField.Id, IdLengthMax);
        var timeframe = reader.Timeframe();
        var confidence = reader.Share(AlertField.Confidence) ?? rule?.Confidence;
        var strategy = reader.Text(AlertField.Strategy, Signal.LabelLengthMax);
        var note = reader.Text(AlertField.Note, Signal.NoteLengthMax) ?? string.Empty;
        var (entry, stop, target) = reader.Prices(direction);
        if (own is null && at is null)
            reader.Refuse(AlertField.Timestamp, "give a timestamp or an id: without both, an alert that is sent twice looks like two");
        var id = SignalIds.Of(source, own, _body.Span);
        return reader.Errors is { IsEmpty: false } errors
            ? new AlertReading(null, id, errors)
            : new AlertReading(
                new Signal(source, symbol, direction, at ?? now, now)
                {
                    Origin = SignalOrigin.Webhook, Entry = entry, StopLoss = stop, Target = target, Confidence = confidence, Timeframe = timeframe,
                    Label = label, Strategy = strategy, Note = note,
                },
                id, []);
    }

    private static void ReadText(string template, ReadOnlyMemory<byte> body, Dictionary<AlertField, AlertValue> found, ImmutableArray<FieldError>.Builder errors)
    {
        if (TextTemplate.Parse(template, out var wrong) is not { } pattern)
        {
            errors.Add(wrong!);
            return;
        }

        try
        {
            if (!pattern.TryRead(StrictText.GetString(body.Span), found, out var missing))
                errors.Add(new FieldError("body", "not as the source's template has it", $"write it as '{template}'; looked for '{missing}' in vain"));
        }
        catch (DecoderFallbackException)
        {
            errors.Add(new FieldError("body", "no text", "send UTF-8"));
        }
    }
}
