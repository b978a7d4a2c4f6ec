using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Sizing;

/// <summary>Past trades as two heaps. Averages are positive and in the same unit, e.g. shares of notional.</summary>
public readonly record struct TradeSample(int Wins, int Losses, decimal AverageWin, decimal AverageLoss)
{
    public int Count => Wins + Losses;

    /// <summary>Each trade's profit after costs as a share of its entry's notional; a trade of nought is a loss of nought.</summary>
    public static TradeSample Of(IEnumerable<TradeObservation> trades)
    {
        var (wins, losses, won, lost) = (0, 0, 0m, 0m);
        foreach (var trade in trades)
        {
            var notional = trade.EntryPrice * trade.Quantity;
            if (notional <= 0m)
                continue;
            var share = trade.RealisedPnl / notional;
            if (share > 0m)
                (wins, won) = (wins + 1, won + share);
            else
                (losses, lost) = (losses + 1, lost - share);
        }

        return new TradeSample(wins, losses, wins == 0 ? 0m : won / wins, losses == 0 ? 0m : lost / losses);
    }
}

/// <summary>
/// Kelly's share of a sample of trades, shrunk twice.
/// <para>1. The edge: with odds <c>b = average win / average loss</c>, the chance of a win is the mean of a Beta posterior whose prior is
/// worth <c>m</c> trades without an edge, <c>Beta(m/(1+b), m·b/(1+b))</c>. Kelly's <c>f = p − (1−p)/b</c> (Kelly 1956) is linear in p and
/// nought at <c>p = 1/(1+b)</c>, so this is the sample's own f times <c>n / (n + m)</c>.</para>
/// <para>2. Its uncertainty: <c>k = e² / (e² + (b+1)²·s²)</c> with <c>e = (b+1)·p − 1</c> and <c>s²</c> the posterior's variance: what maximises
/// expected growth to second order when p is an estimate (Baker and McHale 2013, Optimal betting under parameter uncertainty, Decision
/// Analysis 10).</para>
/// Without a win, a loss or an edge it is nought.
/// </summary>
public static class KellyEdge
{
    /// <summary>The share of equity to lose in an average loss, 0 to 1, before the fraction.</summary>
    /// <param name="priorTrades">m, above 0.</param>
    public static decimal ShareOf(in TradeSample sample, int priorTrades)
    {
        if (sample.Wins <= 0 || sample.Losses <= 0 || sample.AverageWin <= 0m || sample.AverageLoss <= 0m || priorTrades <= 0)
            return 0m;
        // Beyond these odds a decimal has nothing more to say.
        var odds = Math.Clamp(sample.AverageWin / sample.AverageLoss, 0.0001m, 10_000m);
        var weight = (decimal)sample.Count + priorTrades;
        var chance = (sample.Wins + (priorTrades / (1m + odds))) / weight;
        var edge = ((odds + 1m) * chance) - 1m;
        if (edge <= 0m)
            return 0m;
        var variance = chance * (1m - chance) / (weight + 1m);
        var shrink = edge * edge / ((edge * edge) + ((odds + 1m) * (odds + 1m) * variance));
        return Math.Clamp(edge / odds * shrink, 0m, 1m);
    }
}
