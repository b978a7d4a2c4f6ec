using System.Globalization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;

namespace OrleansTrader.Storage.Postgres.Commits;

/// <summary>The heads that this process has noted, one file for each number that it has written under.</summary>
internal sealed class HeadFiles(string directory, SigningKey key) : IDisposable
{
    private readonly Dictionary<long, HeadFile> _open = [];

    /// <summary>Every head noted in the directory, by writer.</summary>
    /// <exception cref="JournalException">A file that holds something else.</exception>
    public IReadOnlyList<WriterHead> Read()
    {
        var heads = new List<WriterHead>();
        foreach (var path in Directory.EnumerateFiles(directory, "journal-*.head"))
        {
            if (!long.TryParse(Path.GetFileNameWithoutExtension(path)["journal-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var writer))
                continue;
            if (Of(writer).Read() is { } head)
                heads.Add(new WriterHead(writer, head));
        }

        return heads;
    }

    public void Write(long writer, GroupHead head) => Of(writer).Write(head);

    public void Flush()
    {
        lock (_open)
        {
            foreach (var file in _open.Values)
                file.Flush();
        }
    }

    public void Dispose()
    {
        lock (_open)
        {
            foreach (var file in _open.Values)
                file.Dispose();
            _open.Clear();
        }
    }

    private HeadFile Of(long writer)
    {
        lock (_open)
        {
            if (!_open.TryGetValue(writer, out var file))
                _open[writer] = file = HeadFile.Open(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"journal-{writer}.head")), key);
            return file;
        }
    }
}
