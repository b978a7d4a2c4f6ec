using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Silo.Http.Webhooks;

/// <summary>
/// One line in the log for each alert that was refused: whose it claimed to be, from where, why; nothing of what it said or showed. Beyond a
/// number a minute they are only counted, and the next line says how many there were.
/// </summary>
internal sealed partial class RefusalLines(ILogger<RefusalLines> logger, TimeProvider? clock = null)
{
    public const int LinesPerMinuteMax = 600;

    private const string Nameless = "?";

    private readonly TimeProvider _time = clock ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private long _began;
    private int _lines;
    private int _leftOut;

    public void Add(string result, Sender sender, string field)
    {
        if (!TryTake(out var leftOut))
            return;
        var tenant = TenantNames.IsName(sender.Tenant) ? sender.Tenant : Nameless;
        var source = TenantNames.IsName(sender.Source) ? sender.Source : Nameless;
        LogRefused(logger, tenant, source, sender.Address.ToString(), result, Known(field));
        if (leftOut > 0)
            LogLeftOut(logger, leftOut);
    }

    private bool TryTake(out int leftOut)
    {
        lock (_lock)
        {
            leftOut = 0;
            if (_lines == 0 || _time.GetElapsedTime(_began) >= TimeSpan.FromMinutes(1))
                (_began, _lines) = (_time.GetTimestamp(), 0);
            if (_lines >= LinesPerMinuteMax)
            {
                _leftOut++;
                return false;
            }

            _lines++;
            (leftOut, _leftOut) = (_leftOut, 0);
            return true;
        }
    }

    // A field's name may be the sender's own word.
    private static string Known(string field) => field.Length <= 40 && field.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') ? field : "body";

    [LoggerMessage(1, LogLevel.Information, "An alert for {Tenant}/{Source} from {Address} was refused: {Result} ({Field})")]
    private static partial void LogRefused(ILogger logger, string tenant, string source, string address, string result, string field);

    [LoggerMessage(2, LogLevel.Information, "Before it {Count} refused alerts got no line of their own")]
    private static partial void LogLeftOut(ILogger logger, int count);
}
