using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Sizing;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Sizing;

public sealed class SizingPropertyTests
{
    private const int Cases = 20_000;

    [Fact]
    public void Size_ofAnything_isOnTheLotTradableAndWithinEveryBound()
    {
        var traded = 0;
        var caps = new HashSet<SizeCap>();
        for (var seed = 1UL; seed <= Cases; seed++)
        {
            var (rule, facts) = Case(seed);
            var sized = PositionSizer.Size(rule, facts);
            Assert.Equal(sized.Quantity > 0m, sized.Reason is null);
            caps.Add(sized.Cap);
            if (!sized.IsTradable)
                continue;
            traded++;
            var why = $"seed {seed}";
            var stop = facts.StopPrice!.Value;
            Assert.True(facts.Instrument.IsTradable(sized.Quantity, facts.Price), why);
            Assert.True(sized.Quantity * stop >= facts.Instrument.NotionalMin, why);
            var loss = sized.Quantity * (Math.Abs(facts.Price - stop) + (facts.Instrument.Fees.Taker * (facts.Price + stop)));
            Assert.True(loss <= facts.Equity * rule.RiskShareMax, why);
            Assert.True(rule.Method is SizingMethod.VolatilityTarget || loss <= facts.Equity * Math.Max(rule.RiskShare, rule.KellyFraction), why);
            Assert.True(sized.Quantity <= sized.Raw, why);
            Assert.True((sized.Quantity * facts.Price / sized.Leverage) + (sized.Quantity * facts.Price * facts.Instrument.Fees.Taker) <= facts.MarginFree, why);
            Assert.True(sized.Leverage >= 1m && sized.Leverage <= facts.Instrument.LeverageMaxAt((sized.Quantity + facts.OpenOnSide) * facts.Price), why);
            Assert.True(facts.Depth is not { } depth || sized.Quantity <= depth * rule.DepthShareMax, why);
            Assert.True(facts.Limits.OrderNotionalMax is not { } order || sized.Quantity * facts.Price <= order, why);
            Assert.True(facts.Limits.PositionNotionalMax is not { } position || (sized.Quantity + facts.OpenOnSide) * facts.Price <= position, why);
        }

        Assert.InRange(traded, Cases / 3, Cases);
        Assert.Superset(new HashSet<SizeCap> { SizeCap.None, SizeCap.Risk, SizeCap.RiskBudget, SizeCap.Correlation, SizeCap.Margin, SizeCap.Depth, SizeCap.OrderLimit, SizeCap.PositionLimit }, caps);
    }

    [Fact]
    public void Size_withAStopFartherAway_isNeverLarger()
    {
        for (var seed = 1UL; seed <= Cases; seed++)
        {
            var (rule, facts) = Case(seed);
            if (rule.Method == SizingMethod.VolatilityTarget)
                continue;
            var distance = facts.Price - facts.StopPrice!.Value;
            var farther = facts with { StopPrice = facts.Price - (Math.Abs(distance) < facts.Price * 0.45m ? distance * 2m : distance) };
            Assert.True(PositionSizer.Size(rule, farther).Quantity <= PositionSizer.Size(rule, facts).Quantity, $"seed {seed}");
        }
    }

    private static (SizingRule Rule, SizingFacts Facts) Case(ulong seed)
    {
        var random = new SeededRandom(seed);
        var side = random.NextInt(2) == 0 ? Side.Buy : Side.Sell;
        var price = Between(ref random, 1m, 50_000m);
        var equity = Between(ref random, 10m, 5_000_000m);
        var stop = price * (1m - (side.Sign() * Between(ref random, 0.0005m, 0.5m)));
        var rule = new SizingRule((SizingMethod)random.NextInt(4), Between(ref random, 0.001m, 0.1m))
        {
            RiskShareMax = Between(ref random, 0.005m, 0.2m),
            Leverage = 1m + random.NextInt(50),
            KellyFraction = Between(ref random, 0.05m, 0.6m),
        };
        var held = ImmutableArray.CreateBuilder<HeldRisk>();
        for (var i = random.NextInt(4); i > 0; i--)
        {
            var correlation = Between(ref random, 0.001m, 1m) * (random.NextInt(2) == 0 ? 1m : -1m);
            held.Add(new HeldRisk(
                Desk.Eth, Side.Buy, equity * Between(ref random, 0.01m, 1m), random.NextInt(2) == 0 ? null : equity * Between(ref random, 0.001m, 0.05m), correlation));
        }

        return (rule, new SizingFacts(Desk.Instrument(Desk.Btc), side, price, stop, equity, equity * Between(ref random, 0.001m, 1m))
        {
            Held = held.ToImmutable(),
            OpenOnSide = random.NextInt(4) == 0 ? 0.5m : 0m,
            Depth = random.NextInt(3) == 0 ? Between(ref random, 0.01m, 1_000m) : null,
            Trades = new TradeSample(random.NextInt(500), random.NextInt(500), 0.03m, 0.02m),
            Volatility = new Volatility(Between(ref random, 0.001m, 2m)),
            Limits = random.NextInt(3) > 0
                ? AccountLimits.None
                : new AccountLimits(OrderNotionalMax: Between(ref random, 50m, 50_000m), PositionNotionalMax: Between(ref random, 50m, 50_000m)),
        });
    }

    // Evenly over the magnitudes.
    private static decimal Between(ref SeededRandom random, decimal low, decimal high) =>
        low * (decimal)DeterministicMath.Exp(random.NextDouble() * DeterministicMath.Log((double)(high / low)));
}
