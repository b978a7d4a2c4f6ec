using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Files;

/// <summary>How far a writer's chain of group commits was read and found sound.</summary>
/// <param name="Group">The last group commit; its signature stands for all before it.</param>
/// <param name="LastCommit">The group's last commit.</param>
/// <param name="LastEvent">On SQLite, where the last event before that lies in the table; else 0.</param>
internal sealed record CheckedChain(long Writer, long Group, byte[] Signature, long LastCommit, long LastEvent)
{
    /// <summary>From the beginning.</summary>
    public static CheckedChain None(long writer) => new(writer, 0, GroupHead.Genesis.Signature, 0, 0);
}

/// <summary>
/// Remembers beside the books, signed with the journal's key, how far they were verified, so that the next start reads on from there. It only
/// ever saves work: whoever deletes it has everything read again.
/// </summary>
internal sealed class CheckedFile(string directory, SigningKey key)
{
    private const string Begins = "OrleansTrader journal checked 1\n";

    private readonly string _path = Path.Combine(directory, "journal.checked");

    /// <summary>Empty where there is none, or one that was not signed with this key.</summary>
    public IReadOnlyList<CheckedChain> Read()
    {
        string[] lines;
        try
        {
            lines = File.ReadAllText(_path).Split('\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        var body = string.Join('\n', lines[..^1]) + "\n";
        return body.StartsWith(Begins, StringComparison.Ordinal) && string.Equals(lines[^1], Sign(body), StringComparison.Ordinal)
            ? [.. lines[1..^1].Select(Parse)]
            : [];
    }

    /// <summary>Remembers what was found sound; where something of what was trusted so far is not, the next check reads everything.</summary>
    /// <exception cref="JournalException">It cannot be written.</exception>
    public void Note(JournalVerification verification, IReadOnlyList<CheckedChain> reached, bool isWhole)
    {
        try
        {
            if (!verification.IsSound && isWhole)
                File.Delete(_path);
            else if (verification.IsSound && reached.Any(static chain => chain.Group > 0))
                Write(reached);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"'{_path}' cannot be written: {error.Message}", error);
        }
    }

    private void Write(IEnumerable<CheckedChain> chains)
    {
        var body = new StringBuilder(Begins);
        foreach (var chain in chains)
            body.Append(CultureInfo.InvariantCulture, $"{chain.Writer} {chain.Group} {chain.LastCommit} {chain.LastEvent} {Convert.ToHexStringLower(chain.Signature)}\n");
        var part = _path + ".part";
        File.WriteAllText(part, body.ToString() + Sign(body.ToString()));
        File.Move(part, _path, overwrite: true);
    }

    private static CheckedChain Parse(string line)
    {
        var fields = line.Split(' ');
        return new CheckedChain(Number(fields[0]), Number(fields[1]), Convert.FromHexString(fields[4]), Number(fields[2]), Number(fields[3]));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private string Sign(string body) => Convert.ToHexStringLower(HMACSHA256.HashData(key.Bytes, Encoding.UTF8.GetBytes(body)));
}
