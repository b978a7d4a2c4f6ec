namespace OrleansTrader.Trading.Strategies;

/// <summary>What the content of a section is.</summary>
public enum SectionForm
{
    /// <summary>Words from outside, e.g. news: shown to models as quoted data only.</summary>
    Text,

    /// <summary>One JSON value, e.g. probabilities of regimes: shown to models as a part of the observation.</summary>
    Json,
}

/// <summary>
/// Something that another part of the service adds to an observation: social, news, predictions, regime probabilities, portfolio risk.
/// It is data and never an instruction, whatever it says; planners by rules don't read it.
/// </summary>
/// <param name="Name">What it is, e.g. <c>news</c>; at most <see cref="NameLengthMax"/> characters.</param>
/// <param name="Source">Who says so, e.g. a model or an address; at most <see cref="SourceLengthMax"/> characters.</param>
/// <param name="At">When it was said.</param>
/// <param name="Content">At most <see cref="ContentLengthMax"/> characters are shown: text is cut there, longer JSON is left out.</param>
public sealed record ObservationSection(string Name, string Source, DateTimeOffset At, SectionForm Form, string Content)
{
    public const int NameLengthMax = 40;

    public const int SourceLengthMax = 200;

    public const int ContentLengthMax = 6_000;

    /// <summary>Most sections of one observation that are shown; later ones are left out.</summary>
    public const int CountMax = 12;
}
