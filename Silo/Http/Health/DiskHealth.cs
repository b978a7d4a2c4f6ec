using System.Globalization;
using OrleansTrader.Silo.Telemetry;

namespace OrleansTrader.Silo.Http.Health;

/// <summary>Whether the directory of books and logs has room: a full disk faults the journal.</summary>
/// <param name="free">Free bytes of the directory's file system; null where the system does not tell.</param>
internal sealed class DiskHealth(string directory, long freeBytesMin, Func<long?> free) : IHealthPart
{
    private const double MiB = 1024 * 1024;

    public DiskHealth(string directory, TelemetryOptions options)
        : this(directory, options.DiskFreeMiBMin * 1024L * 1024L, () => DiskSpace.Of(directory)?.AvailableFreeSpace)
    {
    }

    public ComponentHealth Look() => free() is { } bytes && bytes < freeBytesMin
        ? new ComponentHealth("disk", IsReady: false, "full", string.Create(
            CultureInfo.InvariantCulture,
            $"the disk of '{directory}' is full: {bytes / MiB:0} MiB are free, {freeBytesMin / MiB:0} are needed. Make room, or move the books with --data-dir; the journal takes no writes once nothing is left"))
        : new ComponentHealth("disk", IsReady: true, "writable", Detail: null);
}
