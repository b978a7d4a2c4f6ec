namespace OrleansTrader.Settings;

/// <summary>A start that cannot be: the message is the one line that a person reads; the process ends with <see cref="ExitCode"/>.</summary>
public sealed class StartupException : Exception
{
    public const int ExitCode = 2;

    public StartupException(string message) : base(message)
    {
    }

    public StartupException(string message, Exception inner) : base(message, inner)
    {
    }
}
