using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Accounts;

/// <summary>Books that would not add up are never written: the account stands still, and a person is told.</summary>
internal sealed partial class AccountGrain
{
    private const string HaltPrefix = "invariant: ";

    private string? _toldViolation;

    // Where the books add up so far, only the command is at fault: entries are cancelled, protective orders go on working. Books that
    // don't add up themselves allow no decision at all, and nothing but the halt is written.
    private async Task<CommandReply> HaltOn(string violation, AccountCommand command)
    {
        if (!_books.IsHalted && await Halt(violation) is { } lost)
            return lost;
        if (!string.Equals(_toldViolation, violation, StringComparison.Ordinal))
        {
            _toldViolation = violation;
            LogViolation(logger, _key, command.GetType().Name, violation);
            await WriteAlert(new AlertRow(
                _key.Tenant, _context.Now, AlertSeverity.Critical, _key.ToString(),
                $"halted: {command.GetType().Name} would break the books ({violation}); nothing of it was written. Verify the journal, then resume the account")
            {
                Kind = AlertKind.ReconciliationMismatch,
                Account = _key,
            });
        }

        return Refused(new Refusal(RefusalCode.Halted, "books", violation, "the account is halted; the journal holds what was written before"));
    }

    // Null, or the reply where nobody knows whether the halt was written.
    private async Task<CommandReply?> Halt(string violation)
    {
        var buffer = Buffer;
        var reason = HaltPrefix + violation;
        var result = Ledger.Decide(_books, new HaltAccount(reason, Flatten: false), _context, buffer);
        if (!result.IsAccepted || settings.BooksCheck(buffer.After) is not null)
            Ledger.Stop(_books, reason, _context, buffer);
        var draft = Draft(buffer, CommandResult.Accepted, new HaltAccount(reason, Flatten: false));
        if (await Append(draft, new CommandId($"invariant/{_books.Version}")) is not CommitOutcome.Committed)
            return Lose($"the halt ({violation}) may not have been written");
        foreach (ref readonly var happened in draft.Events.AsSpan())
            Apply(happened);
        _counts.Prune(_books);
        Publish(draft);
        await TellSymbols(_books, new HaltAccount(reason, Flatten: false));
        return null;
    }

    private async Task WriteAlert(AlertRow alert)
    {
        try
        {
            await journal.Write([alert]);
        }
        catch (JournalException fault)
        {
            LogNotWritten(logger, fault, _key, alert.Message);
        }

        PublishAlert(alert);
    }

    [LoggerMessage(3, LogLevel.Critical, "{Account}: {Command} would break the books: {Violation}.")]
    private static partial void LogViolation(ILogger logger, AccountKey account, string command, string violation);
}
