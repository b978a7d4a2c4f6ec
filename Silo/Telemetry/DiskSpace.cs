namespace OrleansTrader.Silo.Telemetry;

/// <summary>The file system that a directory lies on.</summary>
internal static class DiskSpace
{
    /// <summary>Null where the system does not tell.</summary>
    public static DriveInfo? Of(string directory)
    {
        try
        {
            var path = Path.GetFullPath(directory);
            return DriveInfo.GetDrives().Where(drive => drive.IsReady && Holds(drive.RootDirectory.FullName, path))
                .MaxBy(static drive => drive.RootDirectory.FullName.Length);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Holds(string root, string path) =>
        string.Equals(root, path, StringComparison.Ordinal) || path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
