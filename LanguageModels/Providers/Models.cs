using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.LanguageModels.Costs;
using OrleansTrader.LanguageModels.Resilience;

namespace OrleansTrader.LanguageModels.Providers;

/// <inheritdoc cref="IModels"/>
internal sealed class Models : IModels, IDisposable
{
    /// <summary>The longest that a question may take in all.</summary>
    private static readonly TimeSpan TimeoutMax = TimeSpan.FromMinutes(30);

    private readonly ImmutableSortedDictionary<string, ProviderLine> _lines;
    private readonly TenantLines _tenants;
    private readonly ITenantModelKeys? _tenantKeys;
    private readonly TimeProvider _time;
    private readonly ILogger<Models> _log;

    /// <param name="time">The time of the outer world, which providers live in, whatever the market's clock does.</param>
    /// <param name="seed">Of the jitter between attempts.</param>
    /// <param name="tenantRule">Which servers of tenants may be asked.</param>
    /// <param name="tenantKeys">The tenants' own keys for them; null where none are kept.</param>
    public Models(
        ImmutableSortedDictionary<string, ProviderSettings> providers, ModelEndpointRule tenantRule, TimeProvider time, ulong seed, ILogger<Models> log,
        ITenantModelKeys? tenantKeys = null)
    {
        _time = time;
        _log = log;
        _tenantKeys = tenantKeys;
        _lines = providers.ToImmutableSortedDictionary(
            provider => provider.Key, provider => new ProviderLine(provider.Value, ModelEndpointRule.ForOperator, time, seed++, log),
            StringComparer.OrdinalIgnoreCase);
        _tenants = new TenantLines(tenantRule, time, seed, log);
    }

    public ImmutableArray<ModelProviderInfo> Providers => [.. _lines.Values.Select(line => line.Info)];

    public async ValueTask<ModelAnswer> Ask(ModelQuestion question, CancellationToken cancellation)
    {
        if (question.Endpoint is not { } endpoint)
            return await Ask(question, _lines.GetValueOrDefault(question.Model.Provider ?? ""), cancellation);
        var key = _tenantKeys is null ? TenantModelKey.None : await _tenantKeys.Of(endpoint, cancellation);
        if (key.Problem is { } problem)
            return Answer(question, new Deadline(question.Timeout, _time), Attempt.Final(new ModelFault(ModelFaultCode.NoKey, problem)), attempts: 0, settings: null);
        if (!_tenants.TryTake(endpoint, key, out var use, out var fault))
            return Answer(question, new Deadline(question.Timeout, _time), Attempt.Final(fault), attempts: 0, settings: null);

        // Faults name the server by its host.
        using (use)
        {
            var answer = await Ask(question with { Model = question.Model with { Provider = endpoint.Address.Authority } }, use.Line, cancellation);
            return answer with { Model = question.Model };
        }
    }

    private async ValueTask<ModelAnswer> Ask(ModelQuestion question, ProviderLine? line, CancellationToken cancellation)
    {
        using var span = TraderTelemetry.Source.StartActivity("model request", ActivityKind.Client);
        span?.SetTag("gen_ai.request.model", question.Model.ToString());
        var deadline = new Deadline(question.Timeout, _time);
        if (Wrong(question, line) is { } wrong)
            return Answer(question, deadline, Attempt.Final(wrong), attempts: 0, line?.Settings);

        using var timeout = new CancellationTokenSource(question.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        var attempts = 0;
        Attempt last;
        try
        {
            (last, attempts) = await line!.Ask(question, deadline, either.Token, cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A call that time runs out on comes back as an attempt; this was still waiting.
            last = Attempt.Final(FaultReader.NoTurn(question));
        }

        var answer = Answer(question, deadline, last, attempts, line!.Settings);
        Measure(answer, line.Settings.Name);
        span?.SetTag("trader.attempts", attempts).SetTag("error.type", answer.Fault?.Code.Word());
        if (answer.Fault is { } fault)
            _log.LogDebug("{Model} after {Attempts} attempts: {Code}: {Message}", question.Model, attempts, fault.Code, fault.Message);
        return answer;
    }

    public decimal? PriceOf(ModelName model, TokenUse tokens) => PriceOf(model, tokens, _lines.GetValueOrDefault(model.Provider ?? "")?.Settings);

    public void Dispose()
    {
        foreach (var line in _lines.Values)
            line.Dispose();
        _tenants.Dispose();
    }

    private static void Measure(ModelAnswer answer, string provider)
    {
        TargetMetrics.Record(TargetMetrics.Model, provider, answer.Latency);
        if (answer.Fault is { } fault)
            TargetMetrics.CountError(TargetMetrics.Model, provider, fault.Code.Word());
        ModelMetrics.Count(answer.Model.ToString(), answer.Tokens.Input, answer.Tokens.Output, answer.CostUsd);
    }

    private ModelFault? Wrong(ModelQuestion question, ProviderLine? line)
    {
        if (line is null)
        {
            return new ModelFault(
                ModelFaultCode.UnknownProvider,
                $"no provider '{ProviderText.Short(question.Model.Provider)}' is configured: there are {string.Join(", ", _lines.Keys)}");
        }

        if (line.Settings.Remedy is { } remedy)
            return new ModelFault(ModelFaultCode.NoKey, $"{line.Settings.Name} has no key here: {remedy}");
        if (string.IsNullOrWhiteSpace(question.Model.Model))
            return new ModelFault(ModelFaultCode.UnknownModel, $"no model of {line.Settings.Name} is named: write {line.Settings.Name}/model");
        if (question.OutputTokensMax < 1)
            return new ModelFault(ModelFaultCode.BadRequest, $"the limit of output tokens is {question.OutputTokensMax.ToString(CultureInfo.InvariantCulture)}: it must be above zero");
        if (question.Temperature is { } temperature && !(temperature is >= 0 and <= 2))
            return new ModelFault(ModelFaultCode.BadRequest, $"the temperature is {temperature.ToString(CultureInfo.InvariantCulture)}: it must lie between 0 and 2");
        if (question.Timeout <= TimeSpan.Zero || question.Timeout > TimeoutMax)
            return new ModelFault(ModelFaultCode.BadRequest, $"the time for an answer is {question.Timeout}: it must be above zero and at most {TimeoutMax}");
        if (question.System.Length + question.User.Length > ModelDialogue.QuestionCharactersMax)
            return new ModelFault(ModelFaultCode.TooLong, $"the question is longer than {ModelDialogue.QuestionCharactersMax} characters: use fewer symbols or candles");
        return null;
    }

    private static ModelAnswer Answer(ModelQuestion question, Deadline deadline, Attempt last, int attempts, ProviderSettings? settings)
    {
        var reply = last.Reply;
        return new ModelAnswer(
            reply?.Text ?? "", question.Model, reply?.Tokens ?? default, reply is null ? null : Cost(question.Model, reply, settings!),
            deadline.Elapsed, last.Fault, reply?.Citations ?? [], attempts);
    }

    private static decimal? Cost(ModelName model, ModelReply reply, ProviderSettings settings) =>
        // A tenant's server costs the platform nothing, whatever it says.
        settings.IsTenants ? 0m : reply.StatedCostUsd ?? (reply.Tokens.Total == 0 ? null : PriceOf(model, reply.Tokens, settings));

    private static decimal? PriceOf(ModelName model, TokenUse tokens, ProviderSettings? settings) =>
        (settings?.Prices.GetValueOrDefault(model.Model.Replace(':', '_')) ?? PriceTable.BuiltIn.Find(model))?.Of(tokens);
}
