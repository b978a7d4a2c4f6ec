using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrader.Grains.Strategies;

/// <summary>How a version asks language models; in JSON <c>single researchFirst secondOpinion panel</c>.</summary>
public enum ModelMode
{
    /// <summary>One model decides.</summary>
    Single,

    /// <summary>A model that searches looks first; what it found goes into the prompt as quoted data.</summary>
    ResearchFirst,

    /// <summary>Two models decide alone; what both agree on is traded.</summary>
    SecondOpinion,

    /// <summary>Analysts of price, mood and risk report; a trader decides with their reports.</summary>
    Panel,
}

/// <summary>Whether closed trades return to the prompt as lessons, and who finds the words; in JSON <c>off rules model</c>.</summary>
public enum MemoryMode
{
    /// <summary>Nothing is shown of them and nothing is kept.</summary>
    Off,

    /// <summary>Rules word each lesson.</summary>
    Rules,

    /// <summary>The version's model words each lesson, beside its next plan; rules do where it fails.</summary>
    Model,
}

/// <summary>The part of a version's configuration that makes a language model its planner.</summary>
/// <param name="Model">The one that decides, as <c>provider/model</c>; with an <see cref="Endpoint"/> as <c>tenant/model</c>.</param>
/// <param name="Assistant">The one that researches, or gives the second opinion; null where the mode wants none.</param>
/// <param name="Prompt">What the version tells the model beside the project's own rules; null for nothing, at most <see cref="PromptLengthMax"/> characters.</param>
/// <param name="Temperature">0 to 2; null leaves it to the model.</param>
/// <param name="OutputTokensMax">Most tokens of one answer, thinking included.</param>
/// <param name="Timeout">Longest wait for one answer, 1 second to 10 minutes.</param>
public sealed record ModelConfig(
    string Model,
    ModelMode Mode = ModelMode.Single,
    string? Assistant = null,
    string? Prompt = null,
    double? Temperature = null,
    int OutputTokensMax = ModelConfig.OutputTokensDefault,
    TimeSpan? Timeout = null)
{
    /// <summary>Name of the strategy of every version that a model plans.</summary>
    public const string Strategy = "model";

    /// <summary>What stands for the provider where the model is one of the tenant's own, at <see cref="Endpoint"/>.</summary>
    public const string TenantProvider = "tenant";

    public const int EndpointLengthMax = 500;

    public const int PromptLengthMax = 20_000;

    public const int IndicatorsMax = 32;

    public const int OutputTokensDefault = 4_000;

    public const int OutputTokensLimit = 32_000;

    public static TimeSpan TimeoutDefault { get; } = TimeSpan.FromSeconds(45);

    public static TimeSpan TimeoutMax { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Shown beside the standard ones, e.g. <c>rsi 14 5m</c>, at most <see cref="IndicatorsMax"/>.</summary>
    public ImmutableArray<string> Indicators { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Rules where nothing is said, as in configurations of before there was a choice.</summary>
    public MemoryMode Memory { get; init; } = MemoryMode.Rules;

    /// <summary>
    /// Address of a server that speaks OpenAI's chat completions, e.g. <c>https://models.example.com/v1</c>: the deciding model's questions go
    /// there, without any key. Null where a provider of this service is asked.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>The endpoint's host, with its port where it is an unusual one: all that records and pages tell of it.</summary>
    [JsonIgnore]
    public string? EndpointHost => Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) ? url.Authority : null;

    public TimeSpan AnswerWithin => Timeout ?? TimeoutDefault;

    /// <summary>Whether a second model has work to do.</summary>
    public bool NeedsAssistant => Mode is ModelMode.ResearchFirst or ModelMode.SecondOpinion;

    /// <summary>The model, and of the rest what is not as usual, e.g. <c>openai/gpt-5 mode=panel memory=off</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Model);
        if (EndpointHost is { } host)
            text.Append(" at ").Append(host);
        if (Mode != ModelMode.Single)
            text.Append(" mode=").Append(JsonNamingPolicy.KebabCaseLower.ConvertName(Mode.ToString()));
        if (Assistant is not null)
            text.Append(" assistant=").Append(Assistant);
        if (Memory != MemoryMode.Rules)
            text.Append(" memory=").Append(JsonNamingPolicy.KebabCaseLower.ConvertName(Memory.ToString()));
        return text.ToString();
    }

    public bool Equals(ModelConfig? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && (Model, Endpoint, Mode, Assistant, Prompt, Temperature, OutputTokensMax, Timeout, Memory)
                == (other.Model, other.Endpoint, other.Mode, other.Assistant, other.Prompt, other.Temperature, other.OutputTokensMax, other.Timeout, other.Memory)
            && Indicators.AsSpan().SequenceEqual(other.Indicators.AsSpan()));

    public override int GetHashCode() => HashCode.Combine(Model, Mode, Assistant, Prompt, OutputTokensMax);
}
