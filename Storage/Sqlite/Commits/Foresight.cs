using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Commits;

/// <summary>
/// Knows what will become of a commit before it is written: where each stream will end and which commands it will have had, with all
/// writes that are on their way.
/// </summary>
internal sealed class Foresight
{
    /// <summary>Most commands remembered of all streams; beyond it all is forgotten and read again.</summary>
    private const int CommandsMax = 2_000_000;

    private readonly Dictionary<string, Stream> _streams = new(StringComparer.Ordinal);
    private int _commands;

    /// <summary>The version that the commit will lead to; null where its outcome must be asked of the database.</summary>
    public long? Foresee(Commit commit)
    {
        if (!_streams.TryGetValue(commit.Stream, out var stream) || stream.Version != commit.ExpectedVersion || _commands >= CommandsMax
            || !stream.Commands.Add(commit.Command.Value))
        {
            return null;
        }

        _commands++;
        return stream.Version += commit.Events.Length;
    }

    /// <summary>Reads a stream anew: after a commit that was not foreseen, with nothing on its way.</summary>
    public void Learn(string name, SqliteDatabase database)
    {
        if (_commands >= CommandsMax)
            Forget();
        if (_streams.Remove(name, out var known))
            _commands -= known.Commands.Count;
        var stream = new Stream();
        foreach (var (command, version) in database
            .Prepared("SELECT c.command, c.version_after FROM commits c JOIN streams s ON s.id = c.stream WHERE s.name = ? ORDER BY c.number")
            .Add(name)
            .All(static row => (row.Text(), row.Long())))
        {
            stream.Commands.Add(command);
            stream.Version = version;
        }

        _commands += stream.Commands.Count;
        _streams[name] = stream;
    }

    /// <summary>Forgets everything: what was foreseen did not come.</summary>
    public void Forget()
    {
        _streams.Clear();
        _commands = 0;
    }

    private sealed class Stream
    {
        public HashSet<string> Commands { get; } = new(StringComparer.Ordinal);

        public long Version { get; set; }
    }
}
