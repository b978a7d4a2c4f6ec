using System.Globalization;
using OrleansTrader.Grains.Strategies;

namespace OrleansTrader.Dashboard.Versions;

/// <summary>The language model of a version as it is typed; all empty where rules plan.</summary>
public sealed class ModelDraft
{
    public string? Model { get; set; }

    public ModelMode Mode { get; set; }

    public string? Assistant { get; set; }

    public string? Endpoint { get; set; }

    public string? Prompt { get; set; }

    public string? Temperature { get; set; }

    public string? OutputTokens { get; set; }

    /// <summary>Seconds.</summary>
    public string? Timeout { get; set; }

    public string? Indicators { get; set; }

    public MemoryMode Memory { get; set; } = MemoryMode.Rules;

    public bool IsNamed => !string.IsNullOrWhiteSpace(Model);

    public static ModelDraft Of(ModelConfig? source) => source is null ? new ModelDraft() : new ModelDraft
    {
        Model = source.Model,
        Mode = source.Mode,
        Assistant = source.Assistant,
        Endpoint = source.Endpoint,
        Prompt = source.Prompt,
        Temperature = source.Temperature?.ToString(CultureInfo.InvariantCulture),
        OutputTokens = source.OutputTokensMax.ToString(CultureInfo.InvariantCulture),
        Timeout = source.AnswerWithin.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        Indicators = string.Join(", ", source.Indicators),
        Memory = source.Memory,
    };

    /// <param name="source">What is copied: its parts that are not typed here stay as they are.</param>
    /// <param name="wrong">Which field, what stands there, what would be right; empty where all is read.</param>
    /// <returns>Null where rules plan, or something is wrong.</returns>
    public ModelConfig? Read(ModelConfig? source, ref string wrong)
    {
        if (!IsNamed)
        {
            if ((Text(Assistant) ?? Text(Endpoint) ?? Text(Prompt) ?? Text(Temperature) ?? Text(OutputTokens) ?? Text(Timeout) ?? Text(Indicators)) is { } left)
                wrong = $"model is missing, but something of it says '{left}': type e.g. openai/gpt-5, or empty all fields of the model";
            return null;
        }

        var needsAssistant = Mode is ModelMode.ResearchFirst or ModelMode.SecondOpinion;
        if (needsAssistant && Text(Assistant) is null)
            wrong = "second model is missing: this mode needs one, type e.g. perplexity/sonar";
        else if (!needsAssistant && Text(Assistant) is { } idle)
            wrong = $"second model is '{idle}': this mode has no work for it, empty it or choose another mode";
        var temperature = ReadNumber("temperature", Temperature, "0.5", ref wrong);
        var tokens = ReadWhole("most tokens of an answer", OutputTokens, "4000", ref wrong);
        var seconds = ReadWhole("seconds for an answer", Timeout, "45", ref wrong);
        if (wrong.Length > 0)
            return null;
        var name = Model!.Trim();
        return (source ?? new ModelConfig(name)) with
        {
            Model = name,
            Mode = Mode,
            Assistant = Text(Assistant),
            Endpoint = Text(Endpoint),
            Prompt = Text(Prompt),
            Temperature = temperature,
            OutputTokensMax = tokens ?? ModelConfig.OutputTokensDefault,
            Timeout = seconds is { } typed && typed != (int)ModelConfig.TimeoutDefault.TotalSeconds ? TimeSpan.FromSeconds(typed) : null,
            Indicators = [.. (Indicators ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            Memory = Memory,
        };
    }

    private static double? ReadNumber(string field, string? text, string example, ref string wrong)
    {
        if (Text(text) is not { } typed)
            return null;
        if (double.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;
        wrong = $"{field} is '{typed}': type a number, e.g. {example}";
        return null;
    }

    private static int? ReadWhole(string field, string? text, string example, ref string wrong)
    {
        if (Text(text) is not { } typed)
            return null;
        if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        wrong = $"{field} is '{typed}': type a whole number, e.g. {example}";
        return null;
    }

    private static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
