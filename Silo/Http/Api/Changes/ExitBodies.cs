using System.Collections.Immutable;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>Exits as requests write them.</summary>
internal static class ExitBodies
{
    public static Bracket Read(ExitsRequest body, Faults faults) => Read(
        new BracketRequest(
            body.StopPrice, body.TargetPrice, body.TrailingOffset, body.TrailingStep, body.ExitAt, body.TrailingPercent, body.BreakEven, body.Targets),
        string.Empty, faults);

    /// <param name="path">Where the fields stand, with its dot; empty for the body itself.</param>
    public static Bracket Read(BracketRequest exits, string path, Faults faults) =>
        new(exits.StopPrice, exits.TargetPrice, exits.TrailingOffset, exits.TrailingStep, exits.ExitAt)
        {
            TrailingPercent = exits.TrailingPercent,
            BreakEven = exits.BreakEven is { } rule
                ? new BreakEven(faults.Needed($"{path}breakEven.gain", rule.Gain, "1"), faults.Named($"{path}breakEven.unit", rule.Unit, (GainUnit?)GainUnit.Price), rule.Offset ?? 0m)
                : null,
            Targets = exits.Targets is { } targets ? Levels(targets, path, faults) : null,
        };

    private static ImmutableArray<TargetLevel> Levels(List<TargetRequest> targets, string path, Faults faults)
    {
        if (targets.Count is 0 or > Bracket.LevelsMax || targets.Contains(null!))
        {
            faults.Add($"{path}targets", $"{targets.Count} targets", $"give 1 to {Bracket.LevelsMax}, each with price and share");
            return [];
        }

        return
        [
            .. targets.Select((target, i) => new TargetLevel(
                faults.Needed($"{path}targets[{i}].price", target.Price, "70000"), faults.Needed($"{path}targets[{i}].share", target.Share, "0.5"))),
        ];
    }
}
