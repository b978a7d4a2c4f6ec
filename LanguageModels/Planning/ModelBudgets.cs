using System.Collections.Concurrent;
using System.Globalization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>
/// What each tenant's models may cost a day. The estimate of a question is set aside before it is asked and gives way to what its answer cost,
/// so that the hundreds that are out at once fit into the budget too. What was spent before, and what other processes of the service spend, is
/// read from the records: every <see cref="ReadAgainAfter"/> while questions are asked, and when a tenant asks again after a pause.
/// </summary>
/// <param name="quotas">What an operator allows single tenants; null where nobody does.</param>
internal sealed class ModelBudgets(ModelDeskOptions options, IReadModel readModel, TimeProvider time, IQuotaBook? quotas = null)
{
    /// <summary>How old what the records said may be when a question is judged by it.</summary>
    public static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(20);

    private const string Ends = "it begins anew at midnight UTC (setting Models:DailyBudgetUsd, or the tenant's quota modelSpendUsdPerDay)";

    private readonly ConcurrentDictionary<TenantId, BudgetDay> _days = new();

    /// <summary>Null, or why no question at all may be asked any more today: no prompt needs to be made.</summary>
    public async ValueTask<string?> Refuse(TenantId tenant, CancellationToken cancellation)
    {
        if (options.DailyBudgetUsd <= 0m)
            return "the models' budget is zero, so nobody is asked (setting Models:DailyBudgetUsd)";
        var budget = await BudgetOf(tenant, cancellation);
        if (budget <= 0m)
            return "the tenant's budget for models is zero, so nobody is asked (the tenant's quota modelSpendUsdPerDay)";
        var (spent, _) = (await Today(tenant, cancellation)).Sums;
        return spent >= budget ? $"the models' budget of today is spent: {Of(spent, budget)}; {Ends}" : null;
    }

    /// <summary>Sets aside what a question is estimated to cost at most, or says why it may not be asked.</summary>
    public async ValueTask<(BudgetShare? Share, string? Refusal)> Reserve(TenantId tenant, decimal dollars, CancellationToken cancellation)
    {
        if (await Refuse(tenant, cancellation) is { } refusal)
            return (null, refusal);
        var budget = await BudgetOf(tenant, cancellation);
        var day = await Today(tenant, cancellation);
        if (day.TryReserve(dollars, budget))
            return (new BudgetShare(day, dollars), null);
        var (spent, reserved) = day.Sums;
        return (null, $"the models' budget of today leaves no room for this question, which may cost {Text(dollars)} dollars: {Of(spent, budget)} are spent, "
            + $"{Text(reserved)} are set aside for questions that are out; {Ends}");
    }

    // A tenant's own quota stands in the place of the setting, which is a default; a setting of zero is the operator's word that nobody is asked.
    private async ValueTask<decimal> BudgetOf(TenantId tenant, CancellationToken cancellation) =>
        quotas is not null && await quotas.Of(tenant, cancellation) is { ModelSpendUsdPerDay: { } own } ? own : options.DailyBudgetUsd;

    private static string Of(decimal spent, decimal budget) => $"{Text(spent)} of {Text(budget)} dollars";

    private static string Text(decimal dollars) => dollars.ToString("0.00##", CultureInfo.InvariantCulture);

    private async ValueTask<BudgetDay> Today(TenantId tenant, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        if (_days.TryGetValue(tenant, out var known) && known.Begin == today)
        {
            if (known.TryRead(now, ReadAgainAfter, out var own))
                await ReadAgain(tenant, known, own, cancellation);
            return known;
        }

        var spent = await readModel.ModelSpend(tenant, today, cancellation);
        return _days.AddOrUpdate(tenant, _ => new BudgetDay(today, spent, now), (_, other) => other.Begin == today ? other : new BudgetDay(today, spent, now));
    }

    private async ValueTask ReadAgain(TenantId tenant, BudgetDay day, decimal own, CancellationToken cancellation)
    {
        try
        {
            day.Read(await readModel.ModelSpend(tenant, day.Begin, cancellation), own);
        }
        catch
        {
            day.ReadAgain();
            throw;
        }
    }
}
