using System.Collections.Immutable;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Accounts;

/// <summary>Refusals of limits are told of in the commit that keeps them, at most one of a code in a while.</summary>
internal sealed partial class AccountGrain
{
    private Dictionary<RefusalCode, DateTimeOffset>? _refusalsTold;

    private ImmutableArray<ReadModelRow> RefusalRows(in CommandResult result, AccountCommand command)
    {
        if (result.Refusal is not { } refusal || !RefusalAlerts.IsOfLimits(refusal.Code))
            return [];
        var now = _context.Now;
        _refusalsTold ??= [];
        if (_refusalsTold.TryGetValue(refusal.Code, out var before) && now - before < RefusalAlerts.DistanceMin)
            return [];
        _refusalsTold[refusal.Code] = now;
        return [RefusalAlerts.Of(_key, settings.Venue, now, refusal, command)];
    }

    private void PublishRefusal(CommitDraft draft)
    {
        if (draft is { Writer: null, Rows: [AlertRow alert] })
            PublishAlert(alert);
    }
}
