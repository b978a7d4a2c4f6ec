namespace OrleansTrader.Cli.Doctor;

internal enum Outcome
{
    Ok,
    Finding,

    /// <summary>Not looked at, and why.</summary>
    Skipped,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Remedy">What to do about a finding.</param>
internal sealed record Check(string Subject, Outcome Outcome, string Said, string? Remedy = null)
{
    public static Check Ok(string subject, string said) => new(subject, Outcome.Ok, said);

    public static Check Found(string subject, string said, string remedy) => new(subject, Outcome.Finding, said, remedy);

    public static Check Skip(string subject, string why) => new(subject, Outcome.Skipped, why);
}
