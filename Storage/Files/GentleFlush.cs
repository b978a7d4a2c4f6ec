using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrleansTrader.Storage.Files;

/// <summary>
/// Makes a file durable a piece at a time, so that another file's flush waits for one piece at most and not for all that is written here:
/// a disk carries flushes out in the order in which they come. Where the system cannot do it by pieces the file is flushed whole.
/// </summary>
/// <remarks>
/// To be disposed of once no connection of the process has the file open: the system's locks of a file belong to the process, and closing
/// any handle of it ends them all.
/// </remarks>
internal sealed partial class GentleFlush(string path) : IDisposable
{
    private const uint WaitBeforeWriteWaitAfter = 1 | 2 | 4;
    private const int InvalidArgument = 22, NotImplemented = 38, NotSupported = 95;

    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>All that was written so far is durable when it returns.</summary>
    /// <param name="pieceBytes">Most bytes that the disk is given at once.</param>
    /// <exception cref="IOException">The disk could not write.</exception>
    public void Run(long pieceBytes)
    {
        if (OperatingSystem.IsLinux())
            WritePieces(pieceBytes);
        RandomAccess.FlushToDisk(_file);
    }

    public void Dispose() => _file.Dispose();

    private void WritePieces(long bytes)
    {
        var length = RandomAccess.GetLength(_file);
        for (long offset = 0; offset < length; offset += bytes)
        {
            // Some file systems know nothing of it; the flush of the whole then does it all.
            if (SyncFileRange(_file, offset, bytes, WaitBeforeWriteWaitAfter) != 0)
            {
                if (Marshal.GetLastPInvokeError() is NotImplemented or InvalidArgument or NotSupported)
                    return;
                throw new IOException($"{path} cannot be flushed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long bytes, uint flags);
}
