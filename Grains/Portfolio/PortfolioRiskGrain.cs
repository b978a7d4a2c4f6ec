using System.Collections.Immutable;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Grains.Portfolio;

/// <summary>
/// Keeps the book of a tenant's shared limits. A grant is stored before it is given; one whose account is lost counts whole until its time is
/// over, and then by what the account's stored orders and positions say.
/// </summary>
[GrainType(GrainTypes.PortfolioRisk)]
internal sealed class PortfolioRiskGrain(
    [PersistentState(StateNames.PortfolioRisk, StateNames.Storage)] IPersistentState<PortfolioRecord> state, IReadModel readModel, TimeProvider time)
    : Grain, IPortfolioRiskGrain
{
    /// <summary>How long an account goes by having heard that nothing is limited.</summary>
    public static readonly TimeSpan FreeFor = TimeSpan.FromSeconds(5);

    /// <summary>What was decided within that time is in the journal at the latest so much later.</summary>
    private static readonly TimeSpan HeardAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LossFreshFor = TimeSpan.FromSeconds(2);

    private TenantId _tenant;
    private (decimal Loss, DateTimeOffset At)? _loss;

    private TenantLimits Limits => state.State.Limits ?? TenantLimits.None;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = new TenantId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<HeadroomLease> Lease(HeadroomAsk ask)
    {
        var now = time.GetUtcNow();
        if (Limits.IsNone)
            return HeadroomLease.Unlimited with { Until = now + FreeFor };
        var book = state.State.Book;
        var unheard = state.State.UnheardUntil;
        if (ask.Asset is not null)
        {
            if (unheard <= now)
                (book, unheard) = (await ReadAll(now), null);
            book = await SettleLost(book, ask.Account, now);
        }

        // Until every account has heard of the limits nothing can be counted on, and nothing is given away.
        var (next, lease) = unheard is null
            ? HeadroomBook.Lease(Limits, book, ask, ask.Asset is null ? 0m : await Loss(now), now)
            : HeadroomBook.Withhold(book, ask, now);
        await Save(state.State with { Book = next, UnheardUntil = unheard });
        return lease;
    }

    public async Task<SetupReply> SetLimits(TenantLimits limits)
    {
        if (limits.Refuse() is { IsEmpty: false } errors)
            return SetupReply.Refuse(errors);
        if (limits == Limits)
            return SetupReply.Unchanged;
        var now = time.GetUtcNow();
        var record = limits.IsNone ? new PortfolioRecord()
            : Limits.IsNone ? new PortfolioRecord { Limits = limits, UnheardUntil = now + FreeFor + HeardAfter }
            : state.State with { Limits = limits };
        await Save(record);
        return SetupReply.Done;
    }

    public async Task<PortfolioView> GetView()
    {
        var now = time.GetUtcNow();
        var book = Limits.IsNone || state.State.UnheardUntil is not null ? await ReadAll(now) : await SettleLost(state.State.Book, except: null, now);
        var loss = await Loss(now);
        return new PortfolioView(
            _tenant, now, Limits, state.State.UnheardUntil, loss, HeadroomBook.Uses(Limits, book, loss),
            book.Sort(static (one, other) => string.CompareOrdinal(one.Account, other.Account)));
    }

    private async Task<ImmutableArray<AccountHeadroom>> ReadAll(DateTimeOffset now)
    {
        var book = ImmutableArray<AccountHeadroom>.Empty;
        var stored = new StoredExposures(GrainFactory, readModel);
        foreach (var row in await readModel.Accounts(_tenant, CancellationToken.None))
            book = HeadroomBook.Settle(book, row.Account.Name, await stored.Of(row.Account), now);
        return book;
    }

    private async Task<ImmutableArray<AccountHeadroom>> SettleLost(ImmutableArray<AccountHeadroom> book, string? except, DateTimeOffset now)
    {
        StoredExposures? stored = null;
        foreach (var entry in book)
        {
            if (entry.HasSpare && now >= entry.Until + HeadroomBook.Grace && !string.Equals(entry.Account, except, StringComparison.Ordinal))
                book = HeadroomBook.Settle(book, entry.Account, await (stored ??= new(GrainFactory, readModel)).Of(new AccountKey(_tenant, entry.Account)), now);
        }

        return book;
    }

    // What was paid in and out is no result.
    private async Task<decimal> Loss(DateTimeOffset now)
    {
        if (_loss is { } known && now - known.At < LossFreshFor && known.At.UtcDateTime.Date == now.UtcDateTime.Date)
            return known.Loss;
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var loss = 0m;
        foreach (var latest in await readModel.LatestEquity(_tenant, CancellationToken.None))
        {
            if (latest.At < midnight || await readModel.Equity(latest.Account, midnight, now.AddTicks(1), 2, CancellationToken.None) is not [var first, ..])
                continue;
            loss += first.Equity - (first.PaidIn ?? 0m) - (latest.Equity - (latest.PaidIn ?? 0m));
        }

        _loss = (loss, now);
        return loss;
    }

    private async Task Save(PortfolioRecord record)
    {
        var before = state.State;
        state.State = record;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            state.State = before;
            DeactivateOnIdle();
            throw;
        }
    }
}
