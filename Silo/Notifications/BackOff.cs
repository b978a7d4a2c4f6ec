namespace OrleansTrader.Silo.Notifications;

/// <summary>How long a destination is left alone after an attempt that failed, and when an alert is given up.</summary>
internal static class BackOff
{
    /// <summary>Wait after the first failure, in seconds; doubles with each failure in a row.</summary>
    public const int SecondsMin = 5;

    /// <summary>Longest wait of our own, in seconds.</summary>
    public const int SecondsMax = 15 * 60;

    /// <summary>Longest wait that a destination may ask for, in seconds.</summary>
    public const int RetryAfterSecondsMax = 60 * 60;

    /// <summary>An alert that could not be told for so long after it was raised is given up, in hours.</summary>
    public const int GiveUpHours = 24;

    /// <summary>Fewest failures in a row before anything is given up for its age: a destination that was off for days gets its chances.</summary>
    public const int GiveUpTriesMin = 6;

    /// <summary>Failures in a row after which a message is given up whose form the destination refuses, and will refuse again.</summary>
    public const int RefusedTriesMax = 3;

    /// <summary>Half of the doubled wait is certain, the other half is chance, so that destinations of one server do not come all at once.</summary>
    /// <param name="tries">Failures in a row, this one too; at least 1.</param>
    /// <param name="chance">From 0 up to 1.</param>
    /// <param name="asked">What the destination asked for.</param>
    public static TimeSpan Of(int tries, double chance, TimeSpan? asked)
    {
        var seconds = Math.Min(SecondsMax, SecondsMin * Math.Pow(2, Math.Min(tries, 32) - 1));
        var own = TimeSpan.FromSeconds((seconds / 2) + (seconds / 2 * chance));
        var bounded = TimeSpan.FromSeconds(Math.Min(RetryAfterSecondsMax, asked?.TotalSeconds ?? 0));
        return bounded > own ? bounded : own;
    }

    /// <param name="tries">Failures in a row, this one too.</param>
    public static bool GivesUp(int tries, bool isRefused, TimeSpan age) =>
        (isRefused && tries >= RefusedTriesMax) || (tries >= GiveUpTriesMin && age >= TimeSpan.FromHours(GiveUpHours));
}
