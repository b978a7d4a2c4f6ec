using System.Collections.Immutable;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Knowledge;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>What a version's model configuration asks of this service, and what it must put up with.</summary>
/// <param name="providers">Those that can be asked; null where nobody is asked, so that any name will do.</param>
internal sealed class ModelRequirements(ImmutableArray<ModelProviderInfo>? providers, ModelDeskOptions options)
{
    /// <summary>What is wrong with a configuration as far as this service can tell; a missing key is not.</summary>
    public ImmutableArray<FieldError> Refuse(ModelConfig config)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (config.Endpoint is null)
            Known(config.Model, "model.model");
        else if (providers is not null && Uri.TryCreate(config.Endpoint, UriKind.Absolute, out var url) && options.Endpoints.Refuses(url) is { } reason)
            errors.Add(new FieldError("model.endpoint", config.EndpointHost!, reason));
        if (config.Assistant is { } assistant)
            Known(assistant, "model.assistant");
        if (config.Mode == ModelMode.ResearchFirst && options.DisguiseSeed is not null)
            errors.Add(new FieldError("model.mode", "researchFirst", "a search for real news gives away what --anonymise hides: use another mode, or show the names"));
        errors.AddRange(PromptBuilder.Refuse(config.Prompt));
        errors.AddRange(ModelObservation.Refuse(config.Indicators, options.Intervals));
        return errors.ToImmutable();

        void Known(string model, string field)
        {
            var provider = ModelName.Parse(model).Provider;
            if (providers is { } known && !known.Any(other => string.Equals(other.Name, provider, StringComparison.OrdinalIgnoreCase)))
                errors.Add(new FieldError(field, model, $"name one of this service's providers: {string.Join(", ", known.Select(other => other.Name))}"));
        }
    }

    /// <summary>What the model is shown of each symbol.</summary>
    public ObservationRequest Needs(ModelConfig config) => ModelObservation.Request(config.Indicators, options.Intervals);

    /// <param name="today">By the clock of the world, not of the market.</param>
    public string? LeakageOf(ModelConfig config, DateTimeOffset from, DateTimeOffset today) =>
        options.IsReplay ? Leakage.Of(config, from, DateOnly.FromDateTime(today.UtcDateTime), options.DisguiseSeed is not null) : null;
}
