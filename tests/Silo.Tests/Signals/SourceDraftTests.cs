using OrleansTrader.Dashboard.Sources;
using OrleansTrader.Grains.Json;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Sources;
using OrleansTrader.Trading.Sizing;

namespace OrleansTrader.Silo.Tests.Signals;

public sealed class SourceDraftTests
{
    [Fact]
    public void TryRead_whatAnOpenedSourceShows_isTheSource()
    {
        var config = new SourceConfig(SourceKind.VuManChu, SourceAuthentication.BodySecret)
        {
            Table = [.. VuManChuTable.Default, new LabelRule("MINE", SignalDirection.Close, null)],
            Addresses = ["52.89.214.238", "10.0.0.0/8"],
            Aliases = [new SymbolAlias("MYBTC", Symbol.Parse("BTC-USDT"))],
            TakesOtherDollars = false, IsOn = false, Notes = "mine",
            Terms = new SourceTerms
            {
                Subscriptions =
                [
                    new Subscription(SubscriberKind.Agent, "trend") { May = [SignalRight.Run], AsksPlanner = true, Strategy = "x", Execution = SignalExecution.Twap },
                    new Subscription(SubscriberKind.Account, "main") { Sizing = new SizingRule(SizingMethod.Kelly, 0.02m) { KellyFraction = 0.5m, Leverage = 3m } },
                ],
                Exits = new DefaultExits(StopMeasure.Percent, 1.5m, 0m), ConfidenceMin = 0.4m, ConfidenceDefault = 0.55m, Freshness = TimeSpan.FromSeconds(90), RiskRewardMin = 1.2m,
            },
        };

        Assert.True(SourceDraft.Of("tv", config).TryRead(out var read, out var wrong), wrong);
        Assert.Equal(ContractJson.EncodeText(config), ContractJson.EncodeText(read));
    }

    [Fact]
    public void TryRead_slipOfThePen_namesTheField()
    {
        Assert.Contains("target", Wrong(static draft => draft.TargetR = "two"), StringComparison.Ordinal);
        Assert.Contains("fields has 'direction'", Wrong(static draft => draft.Fields = "direction"), StringComparison.Ordinal);
        Assert.Contains("own names has 'bitcoin'", Wrong(static draft => draft.Aliases = "MYBTC = bitcoin"), StringComparison.Ordinal);
        Assert.Contains("risk of main", Wrong(static draft => draft.Followers.Add(new FollowerDraft { Name = "main", Risk = "much" })), StringComparison.Ordinal);
        Assert.Contains("{time} or {id}", Wrong(static draft => draft.Text = "{symbol} {direction}"), StringComparison.Ordinal);
    }

    private static string Wrong(Action<SourceDraft> slip)
    {
        var draft = new SourceDraft { Name = "tv" };
        slip(draft);
        Assert.False(draft.TryRead(out _, out var wrong));
        return wrong;
    }
}
