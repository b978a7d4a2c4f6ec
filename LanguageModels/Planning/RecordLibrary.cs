using System.Globalization;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>Records of runs that are over, found by what was asked: one a question, whoever asked it.</summary>
public sealed class RecordLibrary(IJournal journal, IReadModel readModel)
{
    /// <summary>In whose name records stand here; no tenant of a service has it.</summary>
    private static readonly TenantId Shelf = new("records");

    /// <summary>The record of a question with the texts of its turns; null where it was never asked.</summary>
    internal async Task<(DecisionRecordRow Record, IReadOnlyDictionary<string, TextPartRow> Parts)?> Find(Question question, CancellationToken cancellation)
    {
        if (await readModel.DecisionRecord(question.ObservationHash, question.ConfigHash, cancellation) is not { } record)
            return null;
        var hashes = record.Turns.SelectMany(static turn => turn.System.Concat(turn.User).Concat(turn.Answer)).ToHashSet(StringComparer.Ordinal);
        return (record, await readModel.TextParts(hashes, cancellation));
    }

    /// <summary>Keeps a record for later runs.</summary>
    internal async Task Keep(DecisionRecordRow record, IReadOnlyDictionary<string, TextPartRow> parts)
    {
        // A store has one record an agent and cycle: here a question stands for the agent.
        var name = string.Create(CultureInfo.InvariantCulture, $"q-{record.ObservationHash.AsSpan(0, 24)}-{record.ConfigHash.AsSpan(0, 24)}");
        await journal.Write([.. parts.Values, record with { Agent = new AgentKey(Shelf, name) }]);
    }
}
