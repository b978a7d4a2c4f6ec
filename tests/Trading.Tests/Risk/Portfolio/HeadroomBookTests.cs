using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Trading.Tests.Risk.Portfolio;

public sealed class HeadroomBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(RefusalCode.RiskTenantGrossNotional, 1_500, 1_000)]
    [InlineData(RefusalCode.RiskTenantAssetExposure, 900, 800)]
    [InlineData(RefusalCode.RiskTenantGroupExposure, 900, 850)]
    [InlineData(RefusalCode.RiskTenantOpenPositions, 3, 2)]
    [InlineData(RefusalCode.RiskTenantDailyLoss, 70, 60)]
    public void Lease_beyond_each_limit_grants_only_what_is_used_and_names_it(RefusalCode code, int value, int most)
    {
        var limits = code switch
        {
            RefusalCode.RiskTenantGrossNotional => new TenantLimits(GrossNotionalMax: most),
            RefusalCode.RiskTenantAssetExposure => new TenantLimits(AssetExposureMax: most),
            RefusalCode.RiskTenantGroupExposure => new TenantLimits(GroupExposureMax: most, Groups: AssetGroups.Parse("majors: BTC")),
            RefusalCode.RiskTenantOpenPositions => new TenantLimits(OpenPositionsMax: most),
            _ => new TenantLimits(DailyLossMax: most),
        };
        ImmutableArray<AccountHeadroom> book = [new("other", [new("BTC", 400m), new("ETH", 600m)], [new("BTC", 400m), new("ETH", 600m)], Start)];

        var (next, lease) = HeadroomBook.Lease(limits, book, new HeadroomAsk("one", [], "BTC", 500m), loss: 70m, Start);

        Assert.Equal((code, (decimal)value, (decimal)most), (lease.Bound!.Code, lease.Bound.Value, lease.Bound.Most));
        Assert.Empty(lease.Granted);
        Assert.Equal(book, next);
    }

    [Fact]
    public void Lease_within_the_limits_grants_what_is_wanted_and_a_share_of_the_rest()
    {
        var (book, lease) = HeadroomBook.Lease(new TenantLimits(GrossNotionalMax: 1_000m), [], new HeadroomAsk("one", [], "BTC", 500m), 0m, Start);

        Assert.Null(lease.Bound);
        Assert.Equal([new AssetNotional("BTC", 625m)], lease.Granted);
        Assert.Equal(625m, Assert.Single(HeadroomBook.Uses(new TenantLimits(GrossNotionalMax: 1_000m), book, 0m), static use => use.Limit == RiskLimit.TenantGrossNotionalMax).Value);

        // What it tells next is all that it keeps.
        (book, lease) = HeadroomBook.Lease(new TenantLimits(GrossNotionalMax: 1_000m), book, new HeadroomAsk("one", [new("BTC", 100m)]), 0m, Start);
        Assert.Equal([new AssetNotional("BTC", 100m)], lease.Granted);
        (book, _) = HeadroomBook.Lease(new TenantLimits(GrossNotionalMax: 1_000m), book, new HeadroomAsk("one", []), 0m, Start);
        Assert.Empty(book);
    }

    [Fact]
    public void Lease_of_what_is_held_already_is_given_even_beyond_the_limit_but_no_more()
    {
        var (_, lease) = HeadroomBook.Lease(new TenantLimits(GrossNotionalMax: 100m), [], new HeadroomAsk("one", [new("BTC", 300m)], "BTC", 301m), 0m, Start);

        Assert.Equal([new AssetNotional("BTC", 300m)], lease.Granted);
        Assert.Equal((301m, 100m), (lease.Bound!.Value, lease.Bound.Most));
    }

    [Fact]
    public void Rules_name_each_field_that_cannot_be() => Assert.Equal(
        ["grossNotionalMax", "openPositionsMax", "dailyLossMax", "groups"],
        new TenantLimits(GrossNotionalMax: 0m, OpenPositionsMax: -1, DailyLossMax: 0m, Groups: AssetGroups.Parse("majors: BTC")).Refuse().Select(static error => error.Field));

    /// <summary>
    /// Four accounts ask, use what they were granted, reduce, tell, are lost and come back, while the book takes back what is overdue by what is
    /// stored: what the book counts never exceeds a limit, and what is really used never exceeds what it counts.
    /// </summary>
    [Fact]
    public void Book_over_random_stories_never_gives_more_than_the_limits()
    {
        var steps =
            from what in Gen.Choose(0, 9)
            from account in Gen.Choose(0, 3)
            from asset in Gen.Choose(0, 2)
            from amount in Gen.Choose(1, 900)
            select (what, account, asset, amount);
        var limits = new TenantLimits(GrossNotionalMax: 2_000m, AssetExposureMax: 1_200m, GroupExposureMax: 1_500m, Groups: AssetGroups.Parse("first: A B"), OpenPositionsMax: 6);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(Gen.ArrayOf(steps, 120)), story => Play(limits, story) is not { } broken ? true : throw new InvalidOperationException(broken)));
    }

    private static string? Play(TenantLimits limits, (int What, int Account, int Asset, int Amount)[] story)
    {
        var accounts = Enumerable.Range(0, 4).Select(static number => new Holder($"account-{number}")).ToArray();
        var book = ImmutableArray<AccountHeadroom>.Empty;
        var now = Start;
        foreach (var (what, number, assetNumber, amount) in story)
        {
            var (account, asset) = (accounts[number], ((char)('A' + assetNumber)).ToString());
            switch (what)
            {
                case 0 or 1 or 2 or 3:
                    foreach (var entry in book)
                    {
                        if (entry.HasSpare && now >= entry.Until + HeadroomBook.Grace && !string.Equals(entry.Account, account.Name, StringComparison.Ordinal))
                            book = HeadroomBook.Settle(book, entry.Account, accounts.Single(known => string.Equals(known.Name, entry.Account, StringComparison.Ordinal)).Uses, now);
                    }

                    (book, account.Lease) = HeadroomBook.Lease(limits, book, new HeadroomAsk(account.Name, account.Uses, asset, account.Used.GetValueOrDefault(asset) + amount), 0m, now);
                    account.Told = account.Uses;
                    break;
                case 4 or 5:
                    account.Use(asset, amount, now);
                    break;
                case 6:
                    account.Used[asset] = Math.Max(0m, account.Used.GetValueOrDefault(asset) - amount);
                    break;
                case 7:
                    (book, account.Lease) = HeadroomBook.Lease(limits, book, new HeadroomAsk(account.Name, account.Uses), 0m, now);
                    account.Told = account.Uses;
                    break;
                case 8:
                    account.Lease = null;
                    break;
                default:
                    now += TimeSpan.FromSeconds(amount % 90);
                    break;
            }

            if (HeadroomBook.Uses(limits, book, 0m).FirstOrDefault(static use => use.Value > use.Max) is { } beyond)
                return $"the book gives {beyond.Value} of {beyond.Limit} {beyond.Of} where {beyond.Max} is allowed";
            if (accounts.Sum(static known => known.Used.Values.Sum()) > HeadroomBook.Uses(limits, book, 0m)[0].Value)
                return "accounts use more than the book counts";
        }

        return null;
    }

    private sealed class Holder(string name)
    {
        public string Name => name;

        public Dictionary<string, decimal> Used { get; } = new(StringComparer.Ordinal);

        public HeadroomLease? Lease { get; set; }

        public ImmutableArray<AssetNotional> Told { get; set; } = [];

        public ImmutableArray<AssetNotional> Uses => [.. Used.Where(static pair => pair.Value > 0m).Select(static pair => new AssetNotional(pair.Key, pair.Value))];

        public void Use(string asset, decimal more, DateTimeOffset now)
        {
            var granted = Lease is null ? [] : now < Lease.Until ? Lease.Granted : Told;
            var then = Used.GetValueOrDefault(asset) + more;
            if (granted.FirstOrDefault(amount => string.Equals(amount.Asset, asset, StringComparison.Ordinal)) is { } most && then <= most.Notional)
                Used[asset] = then;
        }
    }
}
