using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Strategies;

/// <summary>What a version's model configuration may say, whatever models there are.</summary>
internal static class ModelRules
{
    private const double TemperatureMax = 2.0;

    public static ImmutableArray<FieldError> Refuse(StrategyConfig strategy, ModelConfig model)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (strategy != StrategyConfig.Of(ModelConfig.Strategy))
            errors.Add(new FieldError("strategy", strategy.ToString(), $"write '{ModelConfig.Strategy}' where a model plans"));
        Name(model.Model, "model.model", errors);
        Endpoint(model, errors);
        if (model.NeedsAssistant)
            Name(model.Assistant ?? string.Empty, "model.assistant", errors);
        else if (model.Assistant is not null)
            errors.Add(new FieldError("model.assistant", model.Assistant, $"leave it out: mode {model.Mode} asks one model"));
        if (!Enum.IsDefined(model.Mode))
            errors.Add(new FieldError("model.mode", model.Mode.ToString(), $"use one of {string.Join(", ", Enum.GetNames<ModelMode>())}"));
        if (!Enum.IsDefined(model.Memory))
            errors.Add(new FieldError("model.memory", model.Memory.ToString(), $"use one of {string.Join(", ", Enum.GetNames<MemoryMode>())}"));
        if (model.Prompt is { Length: > ModelConfig.PromptLengthMax })
            errors.Add(new FieldError("model.prompt", $"{model.Prompt.Length} characters", $"give at most {ModelConfig.PromptLengthMax}"));
        if (model.Temperature is { } temperature && !(temperature is >= 0 and <= TemperatureMax))
            errors.Add(new FieldError("model.temperature", temperature.ToString(CultureInfo.InvariantCulture), $"give 0 to {TemperatureMax}"));
        if (model.OutputTokensMax is < 1 or > ModelConfig.OutputTokensLimit)
            errors.Add(new FieldError("model.outputTokensMax", FieldError.Text(model.OutputTokensMax), $"give 1 to {ModelConfig.OutputTokensLimit}"));
        if (model.AnswerWithin < TimeSpan.FromSeconds(1) || model.AnswerWithin > ModelConfig.TimeoutMax)
            errors.Add(new FieldError("model.timeout", model.AnswerWithin.ToString("c"), "give one second to ten minutes"));
        if (model.Indicators.Length > ModelConfig.IndicatorsMax)
            errors.Add(new FieldError("model.indicators", FieldError.Text(model.Indicators.Length), $"ask for at most {ModelConfig.IndicatorsMax}"));
        foreach (var text in model.Indicators)
        {
            if (!IndicatorSpec.TryParse(text, out _, out var error))
                errors.Add(new FieldError("model.indicators", text, error));
        }

        return errors.ToImmutable();
    }

    // What it may lead to says who asks there.
    private static void Endpoint(ModelConfig model, ImmutableArray<FieldError>.Builder errors)
    {
        var isOwn = model.Model.StartsWith($"{ModelConfig.TenantProvider}/", StringComparison.OrdinalIgnoreCase);
        if (model.Endpoint is not { } endpoint)
        {
            if (isOwn)
                errors.Add(new FieldError("model.endpoint", string.Empty, $"say where {model.Model} is: an address such as https://models.example.com/v1"));
            return;
        }

        if (!isOwn)
            errors.Add(new FieldError("model.model", model.Model, $"a model at an endpoint of your own is written {ModelConfig.TenantProvider}/NAME, e.g. tenant/llama3"));
        if (endpoint.Length > ModelConfig.EndpointLengthMax)
            errors.Add(new FieldError("model.endpoint", $"{endpoint.Length} characters", $"give at most {ModelConfig.EndpointLengthMax}"));
        else if (!Uri.TryCreate(endpoint, UriKind.Absolute, out _))
            errors.Add(new FieldError("model.endpoint", "no address", "write one that begins with https://, e.g. https://models.example.com/v1"));
    }

    private static void Name(string text, string field, ImmutableArray<FieldError>.Builder errors)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == text.Length - 1)
            errors.Add(new FieldError(field, text, "write provider/model, e.g. openai/gpt-5"));
    }
}
