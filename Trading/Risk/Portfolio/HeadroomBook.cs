using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Trading.Risk.Portfolio;

/// <summary>
/// Hands the tenant's limits out to its accounts, asset by asset: what all accounts use or may use never exceeds a limit, but by what they
/// held already when it was set, or what prices made of it. Pure: a book in, a book and a lease out.
/// </summary>
public static class HeadroomBook
{
    /// <summary>How long an account may use what it was granted beyond its use; one that is lost counts whole until then.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60);

    /// <summary>After the end of a lease until it is taken back: what was decided within it may still be on its way to the journal.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>Beside what is wanted at most this share of what is left is granted, so that an account need not ask with each order and none takes all.</summary>
    private const decimal SpareShare = 0.25m;

    /// <param name="loss">Of all accounts since midnight; below 0 a profit.</param>
    /// <returns>The book with the asking account's new entry, and its lease.</returns>
    public static (ImmutableArray<AccountHeadroom> Book, HeadroomLease Lease) Lease(
        TenantLimits limits, ImmutableArray<AccountHeadroom> book, HeadroomAsk ask, decimal loss, DateTimeOffset now)
    {
        var others = book.RemoveAll(entry => string.Equals(entry.Account, ask.Account, StringComparison.Ordinal));
        var used = Counted(ask.Used);
        var (granted, bound) = (used, (HeadroomBound?)null);
        if (ask.Asset is { } asset && ask.Wanted > Of(used, asset))
        {
            bound = Reckon(limits, others, used, asset, ask.Wanted, loss, out var most);
            if (bound is null)
                granted = With(used, asset, most);
        }

        var until = now + LeaseTime;
        var entry = new AccountHeadroom(ask.Account, used, granted, until);
        return (entry is { Used.IsEmpty: true, Granted.IsEmpty: true } ? others : others.Add(entry), new HeadroomLease(true, granted, until, bound));
    }

    /// <summary>Nothing beyond what the account uses: for the time in which not every account has heard of the limits.</summary>
    public static (ImmutableArray<AccountHeadroom> Book, HeadroomLease Lease) Withhold(ImmutableArray<AccountHeadroom> book, HeadroomAsk ask, DateTimeOffset now)
    {
        var bound = ask.Asset is { } asset ? new HeadroomBound(RefusalCode.RiskTenantHeadroom, RiskLimit.TenantHeadroom, ask.Wanted, Of(ask.Used, asset)) : null;
        return (Settle(book, ask.Account, ask.Used, now), new HeadroomLease(true, Counted(ask.Used), now, bound));
    }

    /// <summary>The entry of an account whose lease is over, or that nobody has heard of: by what its stored books say it uses.</summary>
    public static ImmutableArray<AccountHeadroom> Settle(ImmutableArray<AccountHeadroom> book, string account, ImmutableArray<AssetNotional> used, DateTimeOffset now)
    {
        var others = book.RemoveAll(entry => string.Equals(entry.Account, account, StringComparison.Ordinal));
        var counted = Counted(used);
        return counted.IsEmpty ? others : others.Add(new AccountHeadroom(account, counted, counted, now));
    }

    /// <summary>What of the limits is used or given away, limit by limit; assets and groups by their names.</summary>
    public static ImmutableArray<PortfolioUse> Uses(TenantLimits limits, ImmutableArray<AccountHeadroom> book, decimal loss)
    {
        var uses = ImmutableArray.CreateBuilder<PortfolioUse>();
        Add(RiskLimit.TenantGrossNotionalMax, null, Sum(book, static _ => true), limits.GrossNotionalMax);
        var assets = book.SelectMany(static entry => entry.Used.Concat(entry.Granted)).Select(static use => use.Asset).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        foreach (var asset in assets)
            Add(RiskLimit.TenantAssetExposureMax, asset, Sum(book, name => string.Equals(name, asset, StringComparison.Ordinal)), limits.AssetExposureMax);
        foreach (var group in (limits.Groups ?? AssetGroups.All).Groups)
            Add(RiskLimit.TenantGroupExposureMax, group.Name, Sum(book, name => group.Contains(name)), limits.GroupExposureMax);
        Add(RiskLimit.TenantOpenPositionsMax, null, Positions(book), limits.OpenPositionsMax);
        Add(RiskLimit.TenantDailyLossMax, null, Math.Max(0m, loss), limits.DailyLossMax);
        return uses.ToImmutable();

        void Add(RiskLimit limit, string? of, decimal value, decimal? max) => uses.Add(new PortfolioUse(limit, of, value, max));
    }

    internal static decimal Of(ImmutableArray<AssetNotional> amounts, string asset)
    {
        foreach (var amount in amounts)
        {
            if (string.Equals(amount.Asset, asset, StringComparison.Ordinal))
                return amount.Notional;
        }

        return 0m;
    }

    // Null and what is granted in all, or the limit that allows less than is wanted.
    private static HeadroomBound? Reckon(
        TenantLimits limits, ImmutableArray<AccountHeadroom> others, ImmutableArray<AssetNotional> used, string asset, decimal wanted, decimal loss, out decimal most)
    {
        var all = others.Add(new AccountHeadroom(string.Empty, used, used, default));
        var more = wanted - Of(used, asset);
        most = wanted;
        var left = decimal.MaxValue;
        if (limits.DailyLossMax is { } lossMax && loss >= lossMax)
            return new HeadroomBound(RefusalCode.RiskTenantDailyLoss, RiskLimit.TenantDailyLossMax, loss, lossMax);
        if (limits.OpenPositionsMax is { } positions && Of(used, asset) == 0m && Positions(all) >= positions)
            return new HeadroomBound(RefusalCode.RiskTenantOpenPositions, RiskLimit.TenantOpenPositionsMax, Positions(all) + 1, positions);
        if (Exceeds(limits.GrossNotionalMax, Sum(all, static _ => true)) is { } gross)
            return new HeadroomBound(RefusalCode.RiskTenantGrossNotional, RiskLimit.TenantGrossNotionalMax, gross, limits.GrossNotionalMax!.Value);
        if (Exceeds(limits.AssetExposureMax, Sum(all, name => string.Equals(name, asset, StringComparison.Ordinal))) is { } exposure)
            return new HeadroomBound(RefusalCode.RiskTenantAssetExposure, RiskLimit.TenantAssetExposureMax, exposure, limits.AssetExposureMax!.Value);
        foreach (var group in (limits.Groups ?? AssetGroups.All).Groups)
        {
            if (group.Contains(asset) && Exceeds(limits.GroupExposureMax, Sum(all, name => group.Contains(name))) is { } grouped)
                return new HeadroomBound(RefusalCode.RiskTenantGroupExposure, RiskLimit.TenantGroupExposureMax, grouped, limits.GroupExposureMax!.Value, group.Name);
        }

        most = wanted + Math.Min(more, left == decimal.MaxValue ? more : (left - more) * SpareShare);
        return null;

        decimal? Exceeds(decimal? limit, decimal sum)
        {
            if (limit is not { } max)
                return null;
            left = Math.Min(left, max - sum);
            return sum + more > max ? sum + more : null;
        }
    }

    private static decimal Sum(ImmutableArray<AccountHeadroom> book, Func<string, bool> counts)
    {
        var sum = 0m;
        foreach (var entry in book)
        {
            foreach (var used in entry.Used)
                sum += counts(used.Asset) ? Math.Max(used.Notional, Of(entry.Granted, used.Asset)) : 0m;
            foreach (var granted in entry.Granted)
                sum += counts(granted.Asset) && Of(entry.Used, granted.Asset) == 0m ? granted.Notional : 0m;
        }

        return sum;
    }

    private static int Positions(ImmutableArray<AccountHeadroom> book) =>
        book.Sum(static entry => entry.Used.Concat(entry.Granted).Select(static use => use.Asset).Distinct(StringComparer.Ordinal).Count());

    private static ImmutableArray<AssetNotional> Counted(ImmutableArray<AssetNotional> amounts) => amounts.RemoveAll(static amount => amount.Notional <= 0m);

    private static ImmutableArray<AssetNotional> With(ImmutableArray<AssetNotional> amounts, string asset, decimal notional) =>
        amounts.RemoveAll(amount => string.Equals(amount.Asset, asset, StringComparison.Ordinal)).Add(new AssetNotional(asset, notional));
}

/// <summary>One limit of a tenant with its use.</summary>
/// <param name="Of">The asset or group; null where the limit is of everything.</param>
/// <param name="Value">What is used or given away.</param>
/// <param name="Max">Null where it is not limited.</param>
public sealed record PortfolioUse(RiskLimit Limit, string? Of, decimal Value, decimal? Max);
