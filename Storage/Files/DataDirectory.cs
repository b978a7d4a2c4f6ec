using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Files;

/// <summary>The data directory, held for one process by a lock on its lock file; a temporary one is deleted at the end.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;
    private readonly bool _isTemporary;

    private DataDirectory(string path, FileStream lockFile, bool isTemporary)
    {
        Path = path;
        _lock = lockFile;
        _isTemporary = isTemporary;
    }

    public string Path { get; }

    public string Database => DatabaseIn(Path);

    public static string DatabaseIn(string path) => System.IO.Path.Combine(path, "journal.db");

    public string Key => System.IO.Path.Combine(Path, "journal.key");

    public string Head => System.IO.Path.Combine(Path, "journal.head");

    /// <param name="path">Created where it is absent; null for a temporary one.</param>
    /// <exception cref="JournalException">A directory that cannot be written or that another process holds.</exception>
    public static DataDirectory Open(string? path)
    {
        var isTemporary = path is null;
        path = System.IO.Path.GetFullPath(path ?? Directory.CreateTempSubdirectory("orleans-trader-").FullName);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"data directory '{path}' cannot be created: {error.Message}; choose another", error);
        }

        return new DataDirectory(path, Lock(path), isTemporary);
    }

    public void Dispose()
    {
        _lock.Dispose();
        if (_isTemporary)
            Directory.Delete(Path, recursive: true);
    }

    private static FileStream Lock(string path)
    {
        var file = System.IO.Path.Combine(path, "journal.lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(file))
        {
            throw new JournalException($"data directory '{path}' is in use by another process: stop that one or choose another directory", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"data directory '{path}' cannot be written: {error.Message}; choose another", error);
        }
    }
}
