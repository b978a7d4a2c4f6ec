using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Dashboard.Live;

/// <summary>A page that also changes something: one change at a time, its outcome in words, then read again.</summary>
public abstract partial class ControlPage : LivePage
{
    private (string What, CommandId Id)? _unanswered;
    private bool _isChanging;

    [Inject]
    protected IControl Control { get; set; } = null!;

    [Inject]
    private ILogger<ControlPage> Log { get; set; } = null!;

    /// <summary>A change is on its way, or the page does not listen yet: no other one begins.</summary>
    protected bool IsBusy => _isChanging || !RendererInfo.IsInteractive;

    /// <summary>Why the last change was refused; null where it was not.</summary>
    protected string? Refusal { get; private set; }

    /// <summary>What the last change did; null where it was refused.</summary>
    protected string? Outcome { get; private set; }

    protected Task Change(string done, Func<Task<SetupReply>> change) => One(async () =>
    {
        var reply = await change();
        Tell(reply.IsRefused ? string.Join("; ", reply.Errors) : null, reply.Status == SetupStatus.Unchanged ? $"{done} already" : done);
    });

    /// <summary>Gives a command to an account. One whose outcome is not known is given again with the same id, so that it is done once.</summary>
    /// <param name="what">The command with all that belongs to it: another one gets another id.</param>
    protected Task Command(string done, string what, Func<CommandId, Task<CommandReply>> command) => One(async () =>
    {
        if (_unanswered is not { } given || !string.Equals(given.What, what, StringComparison.Ordinal))
            _unanswered = given = (what, new CommandId($"page/{Guid.NewGuid():N}"));
        var reply = await command(given.Id);
        if (reply.Status != CommandStatus.Unknown)
            _unanswered = null;
        var made = reply.Order is { } order ? $"{done}: order {order}" : done;
        Tell(reply.IsDone ? null : reply.Refusal is { } refusal ? $"{refusal.Field} is '{refusal.Value}': {refusal.Remedy}" : reply.Fault, made);
    });

    /// <summary>Says what is wrong with what was typed.</summary>
    protected void Refuse(string why) => Tell(why, string.Empty);

    /// <summary>A number as typed; null, with a word to the reader, where it is none.</summary>
    protected decimal? Typed(string field, string? text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        Refuse($"{field} is '{text}': type a number, e.g. 1000.50");
        return null;
    }

    private async Task One(Func<Task> change)
    {
        if (IsBusy)
            return;
        _isChanging = true;
        try
        {
            await change();
        }
        catch (Exception fault)
        {
            // Late, a silo that went, a database that restarts: the page lives on, and so does the id that makes the next press the same command.
            LogUnanswered(Log, fault);
            Tell("nobody knows yet what became of it: press again, and it is still done only once", string.Empty);
        }
        finally
        {
            _isChanging = false;
        }

        await ReadNow();
    }

    [LoggerMessage(1, LogLevel.Warning, "A change from a page was not answered.")]
    private static partial void LogUnanswered(ILogger logger, Exception fault);

    private void Tell(string? refusal, string outcome) => (Refusal, Outcome) = (refusal, refusal is null ? outcome : null);
}
