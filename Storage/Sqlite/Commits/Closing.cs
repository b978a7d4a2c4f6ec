using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Sqlite.Journal;

namespace OrleansTrader.Storage.Sqlite.Commits;

internal static class Closing
{
    /// <summary>Moves everything into the database file, makes it durable, and notes the head; a faulted journal is left as it is.</summary>
    public static void Close(BookWriter writer, HeadFile headFile, bool isSound)
    {
        using (writer)
        {
            if (!isSound)
            {
                writer.Abandon();
                return;
            }

            writer.Database.Execute("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE);");
            if (writer.Head.Number == 0)
                return;
            headFile.Write(writer.Head);
            headFile.Flush();
        }
    }
}
