namespace OrleansTrader.LanguageModels.Resilience;

/// <summary>The time that is left for a question.</summary>
internal sealed class Deadline(TimeSpan timeout, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    public TimeSpan Left => timeout - Elapsed;
}
