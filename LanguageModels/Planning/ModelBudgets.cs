using System.Collections.Concurrent;
using System.Globalization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>What each tenant's models have cost today. What was spent before the start is read once from the records.</summary>
internal sealed class ModelBudgets(ModelDeskOptions options, IReadModel readModel, TimeProvider time)
{
    private readonly ConcurrentDictionary<TenantId, Day> _days = new();

    /// <summary>Null, or why nothing may be asked any more today. Questions that are out are not counted until they are answered.</summary>
    public async ValueTask<string?> Refuse(TenantId tenant, CancellationToken cancellation)
    {
        var spent = await SpentToday(tenant, cancellation);
        return spent >= options.DailyBudgetUsd
            ? string.Create(CultureInfo.InvariantCulture, $"the models' budget of today is spent: {spent:0.00##} of {options.DailyBudgetUsd:0.00##} dollars; it begins anew at midnight UTC (setting Models:DailyBudgetUsd)")
            : null;
    }

    /// <summary>Counts an answer; <see cref="Refuse"/> was asked before.</summary>
    public void Spend(TenantId tenant, decimal dollars)
    {
        if (dollars > 0m && _days.TryGetValue(tenant, out var day))
            day.Add(dollars);
    }

    private async ValueTask<decimal> SpentToday(TenantId tenant, CancellationToken cancellation)
    {
        var today = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        if (_days.TryGetValue(tenant, out var known) && known.Begin == today)
            return known.Spent;
        var spent = await readModel.ModelSpend(tenant, today, cancellation);
        return _days.AddOrUpdate(tenant, _ => new Day(today, spent), (_, other) => other.Begin == today ? other : new Day(today, spent)).Spent;
    }

    private sealed class Day(DateTimeOffset begin, decimal spent)
    {
        private readonly Lock _lock = new();
        private decimal _spent = spent;

        public DateTimeOffset Begin => begin;

        public decimal Spent
        {
            get
            {
                lock (_lock)
                    return _spent;
            }
        }

        public void Add(decimal dollars)
        {
            lock (_lock)
                _spent += dollars;
        }
    }
}
