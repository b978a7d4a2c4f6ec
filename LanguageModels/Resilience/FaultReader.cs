using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Resilience;

/// <summary>What a failed attempt means, from what the transport saw and what the SDK threw.</summary>
internal static partial class FaultReader
{
    public static Attempt Read(ModelName model, ProviderSettings settings, AttemptTrace trace, Exception thrown)
    {
        if (trace.TooLong)
        {
            return Attempt.Final(new ModelFault(
                ModelFaultCode.TooLong,
                $"{model.Provider} sent more than {(AnswerGuard.AnswerBytesMax / 1024).ToString(CultureInfo.InvariantCulture)} KiB and was cut off: use another model, or lower the limit of output tokens"));
        }

        return trace.Status switch
        {
            null => Outage(ModelFaultCode.Unreachable, $"{model.Provider} cannot be reached at {settings.Address}: {Cause(thrown, settings)}", trace),
            >= 300 and < 400 => Attempt.Final(new ModelFault(
                ModelFaultCode.Unreachable, $"{settings.Address} sends on to another address, which is not followed: write the final address in {settings.AddressField}")),
            >= 400 => Refused(model, settings, trace),
            _ when Find<IOException>(thrown) is not null =>
                Outage(ModelFaultCode.ServerError, $"{model.Provider} broke off in the middle of the answer", trace),
            _ => Outage(
                ModelFaultCode.ServerError,
                $"{model.Provider} answered with something that is not its protocol ({ProviderText.Short(thrown is InvalidDataException ? thrown.Message : thrown.GetType().Name, settings.Key)}): check {(settings.IsTenants ? settings.AddressField : "BaseUrl and Kind")}",
                trace),
        };
    }

    /// <summary>Whether the provider takes offence at the schema or the mode that was to hold the model to it.</summary>
    public static bool RefusesForm(Attempt attempt, AttemptTrace trace) =>
        attempt.Fault is { Code: ModelFaultCode.BadRequest or ModelFaultCode.UnknownModel } && trace is { Status: 400 or 404 or 422, Error: { } error } && Form().IsMatch(error);

    public static ModelFault TimeIsUp(ModelQuestion question) => new(
        ModelFaultCode.Timeout,
        $"{question.Model} gave no answer within {question.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s: allow more time, or use a quicker model");

    public static ModelFault NoTurn(ModelQuestion question) => new(
        ModelFaultCode.Timeout,
        $"{question.Model.Provider} had no turn within {question.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s, for too many questions wait: ask less often, allow more time, or raise ConcurrentMax");

    private static Attempt Refused(ModelName model, ProviderSettings settings, AttemptTrace trace)
    {
        var (code, said) = Said(trace.Error);
        var words = ProviderText.Short(said, settings.Key);
        var status = trace.Status!.Value;
        ModelFault Fault(ModelFaultCode fault, string message) => new(fault, message, trace.RetryAfter);

        // Several providers tell a lack of money by a status that usually means something else.
        if (status == 402 || NoCredit().IsMatch(code) || (status is 400 or 403 && NoCredit().IsMatch(said)))
            return Attempt.Final(Fault(ModelFaultCode.NoCredit, $"the account at {model.Provider} has no credit left: top it up there, or use another provider"));
        switch (status)
        {
            case 401 or 403 when settings.IsTenants:
                return Attempt.Final(Fault(ModelFaultCode.RefusedCredentials, $"{model.Provider} wants a key, and none is sent to a tenant's own server: {words}"));
            case 401:
                return Attempt.Final(Fault(ModelFaultCode.RefusedCredentials, $"{model.Provider} refuses the key: check that it is whole, current and meant for {settings.Address}"));
            case 403:
                return Attempt.Final(Fault(ModelFaultCode.RefusedCredentials, $"{model.Provider} does not allow this key to use {model.Model}: {words}"));
            case 404:
                return Attempt.Final(Fault(ModelFaultCode.UnknownModel, UnknownModel(model, words)));
            case 413:
                return Attempt.Final(Fault(ModelFaultCode.TooLong, PromptTooLong(model, words)));
            case 429:
                return new Attempt(Reply: null, Fault(ModelFaultCode.RateLimited, $"{model.Provider} has had too many requests or tokens: {words}. Ask less often, or raise the limits there"), Again: true, IsOutage: false);
            case 408 or 409 or >= 500:
                return Outage(ModelFaultCode.ServerError, $"{model.Provider} failed with status {status.ToString(CultureInfo.InvariantCulture)}: {words}", trace);
        }

        if (TooLong().IsMatch(code) || TooLong().IsMatch(said))
            return Attempt.Final(Fault(ModelFaultCode.TooLong, PromptTooLong(model, words)));
        if (NoModel().IsMatch(code) || NoModel().IsMatch(said))
            return Attempt.Final(Fault(ModelFaultCode.UnknownModel, UnknownModel(model, words)));
        return Attempt.Final(Fault(ModelFaultCode.BadRequest, $"{model.Provider} finds the question wrong (status {status.ToString(CultureInfo.InvariantCulture)}): {words}"));
    }

    private static Attempt Outage(ModelFaultCode code, string message, AttemptTrace trace) =>
        new(Reply: null, new ModelFault(code, message, trace.RetryAfter), Again: true, IsOutage: true);

    private static string UnknownModel(ModelName model, string words) => $"{model.Provider} does not know the model {model.Model}: check its spelling. It says: {words}";

    private static string PromptTooLong(ModelName model, string words) => $"the question is longer than {model} takes: use fewer symbols or candles, or another model. It says: {words}";

    /// <summary>Code and message of an error body: OpenAI's and Anthropic's shape, a bare message, or the text itself.</summary>
    private static (string Code, string Message) Said(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return ("", "it gives no reason");
        try
        {
            using var json = JsonDocument.Parse(body);
            var error = OpenAIExtras.Property(json.RootElement, "error") ?? json.RootElement;
            var code = $"{OpenAIExtras.Text(error, "code")} {OpenAIExtras.Text(error, "type")}";
            var message = error.ValueKind == JsonValueKind.String ? error.GetString() : OpenAIExtras.Text(error, "message") ?? OpenAIExtras.Text(error, "detail");
            return (code, message ?? "it gives no reason");
        }
        catch (JsonException)
        {
            return ("", body);
        }
    }

    private static string Cause(Exception thrown, ProviderSettings settings)
    {
        if (Find<SocketException>(thrown) is { } socket)
            return $"{socket.Message}; check {settings.AddressField} and the network";
        if (Find<AuthenticationException>(thrown) is not null)
            return $"its certificate is not trusted; check {settings.AddressField}";
        return Find<HttpRequestException>(thrown) is { } http ? ProviderText.Short(http.Message) : thrown.GetType().Name;
    }

    private static T? Find<T>(Exception? thrown) where T : Exception
    {
        for (; thrown is not null; thrown = thrown is AggregateException { InnerExceptions: [var first, ..] } ? first : thrown.InnerException)
        {
            if (thrown is T found)
                return found;
        }

        return null;
    }

    [GeneratedRegex("insufficient_quota|insufficient.?balance|credit balance|billing_error", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex NoCredit();

    [GeneratedRegex("context_length|context length|context window|prompt is too long|request_too_large|maximum context", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex TooLong();

    [GeneratedRegex("model_not_found|invalid_model|(model.{0,80}(not exist|not found|not a valid|unknown|not supported))|((invalid|unknown|not a valid) model)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex NoModel();

    [GeneratedRegex("response_format|json_schema|json_object|output_config|output_format|structured.?output|invalid schema", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
