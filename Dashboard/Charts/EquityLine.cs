using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Dashboard.Charts;

/// <summary>One curve of an equity chart.</summary>
/// <param name="Colour">CSS variable, see <see cref="SeriesColour"/>.</param>
/// <param name="Points">Ascending by time.</param>
public sealed record EquityLine(string Name, string Colour, ImmutableArray<EquityPoint> Points)
{
    /// <summary>The sampled curve with the account's worth of this moment as its last point.</summary>
    public static ImmutableArray<EquityPoint> Complete(ImmutableArray<EquityRow> curve, AccountSnapshot account)
    {
        var points = ImmutableArray.CreateBuilder<EquityPoint>(curve.Length + 1);
        foreach (var row in curve)
            points.Add(new EquityPoint(row.At, row.Equity));
        if (points.Count == 0 || points[^1].At < account.At)
            points.Add(new EquityPoint(account.At, account.Equity));
        return points.ToImmutable();
    }
}

public readonly record struct EquityPoint(DateTimeOffset At, decimal Equity);

/// <summary>Colours of agents: the same agent has the same one on every page.</summary>
public static class SeriesColour
{
    /// <summary>Colours that the style sheet has; more agents share them.</summary>
    public const int Count = 8;

    /// <param name="index">The agent's place in the tenant's agents by name.</param>
    public static string Of(int index) => $"--s{Math.Max(0, index) % Count}";
}
