using System.Collections.Concurrent;
using System.Globalization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>
/// What each tenant's models may cost a day. The estimate of a question is set aside before it is asked and gives way to what its answer cost,
/// so that the hundreds that are out at once fit into the budget too. What was spent before the start is read once from the records.
/// </summary>
internal sealed class ModelBudgets(ModelDeskOptions options, IReadModel readModel, TimeProvider time)
{
    private const string Ends = "it begins anew at midnight UTC (setting Models:DailyBudgetUsd)";

    private readonly ConcurrentDictionary<TenantId, BudgetDay> _days = new();

    /// <summary>Null, or why no question at all may be asked any more today: no prompt needs to be made.</summary>
    public async ValueTask<string?> Refuse(TenantId tenant, CancellationToken cancellation)
    {
        if (options.DailyBudgetUsd <= 0m)
            return "the models' budget is zero, so nobody is asked (setting Models:DailyBudgetUsd)";
        var (spent, _) = (await Today(tenant, cancellation)).Sums;
        return spent >= options.DailyBudgetUsd ? $"the models' budget of today is spent: {Of(spent)}; {Ends}" : null;
    }

    /// <summary>Sets aside what a question is estimated to cost at most, or says why it may not be asked.</summary>
    public async ValueTask<(BudgetShare? Share, string? Refusal)> Reserve(TenantId tenant, decimal dollars, CancellationToken cancellation)
    {
        if (await Refuse(tenant, cancellation) is { } refusal)
            return (null, refusal);
        var day = await Today(tenant, cancellation);
        if (day.TryReserve(dollars, options.DailyBudgetUsd))
            return (new BudgetShare(day, dollars), null);
        var (spent, reserved) = day.Sums;
        return (null, $"the models' budget of today leaves no room for this question, which may cost {Text(dollars)} dollars: {Of(spent)} are spent, "
            + $"{Text(reserved)} are set aside for questions that are out; {Ends}");
    }

    private string Of(decimal spent) => $"{Text(spent)} of {Text(options.DailyBudgetUsd)} dollars";

    private static string Text(decimal dollars) => dollars.ToString("0.00##", CultureInfo.InvariantCulture);

    private async ValueTask<BudgetDay> Today(TenantId tenant, CancellationToken cancellation)
    {
        var today = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        if (_days.TryGetValue(tenant, out var known) && known.Begin == today)
            return known;
        var spent = await readModel.ModelSpend(tenant, today, cancellation);
        return _days.AddOrUpdate(tenant, _ => new BudgetDay(today, spent), (_, other) => other.Begin == today ? other : new BudgetDay(today, spent));
    }
}
