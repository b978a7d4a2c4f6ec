using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Execution.Exits;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Dashboard.Versions;

/// <summary>The parts of an exit policy that are typed; the others stay as the copied version has them.</summary>
public sealed class ExitsDraft
{
    public string? StopPercent { get; set; }

    public string? StopRanges { get; set; }

    public string TrailKind { get; set; } = string.Empty;

    public string? TrailDistance { get; set; }

    public string? BreakEven { get; set; }

    public string? Ladder { get; set; }

    public string? HoldMinutes { get; set; }

    public string? Invalidation { get; set; }

    public static ExitsDraft Of(ExitPolicy? policy) => policy is null ? new ExitsDraft() : new ExitsDraft
    {
        StopPercent = Text(policy.Stop?.Percent),
        StopRanges = Text(policy.Stop?.Ranges),
        TrailKind = policy.Trail?.Kind.ToString() ?? string.Empty,
        TrailDistance = Text(policy.Trail?.Distance),
        BreakEven = policy.BreakEven is { } rule ? Text(rule.Gain) + (rule.Unit == GainUnit.Risk ? "R" : string.Empty) : null,
        Ladder = policy.Ladder is { } ladder ? string.Join(", ", ladder.Select(static step => $"{Text(step.Gain)}:{Text(step.Share)}")) : null,
        HoldMinutes = Text(policy.HoldMinutes),
        Invalidation = policy.Invalidation is { } conditions ? string.Join("; ", conditions) : null,
    };

    /// <param name="source">What is copied; null for nothing.</param>
    /// <param name="wrong">Which field, what stands there, what would be right; empty where all is read.</param>
    /// <returns>Null where nothing is asked for, or something is wrong.</returns>
    public ExitPolicy? Read(ExitPolicy? source, ref string wrong)
    {
        var (percent, ranges) = (Number("stop, percent", StopPercent, ref wrong), Number("stop, ranges", StopRanges, ref wrong));
        var distance = Number("trail", TrailDistance, ref wrong);
        var policy = (source ?? new ExitPolicy()) with
        {
            Stop = percent is null && ranges is null ? null : (source?.Stop ?? new StopPolicy()) with { Percent = percent, Ranges = ranges },
            Trail = distance is { } far && Enum.TryParse<TrailKind>(TrailKind, out var kind)
                ? (source?.Trail ?? new TrailPolicy(kind, far)) with { Kind = kind, Distance = far }
                : null,
            BreakEven = ReadBreakEven(source?.BreakEven, ref wrong),
            Ladder = ReadLadder(ref wrong),
            HoldMinutes = Number("longest hold", HoldMinutes, ref wrong),
            Invalidation = Conditions() is { Length: > 0 } conditions ? [.. conditions] : null,
        };
        if (distance is not null && TrailKind.Length == 0)
            wrong = "trail has a distance and no kind: choose one";
        return wrong.Length > 0 || policy == new ExitPolicy() ? null : policy;
    }

    private string[] Conditions() => (Invalidation ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private BreakEven? ReadBreakEven(BreakEven? source, ref string wrong)
    {
        var text = BreakEven?.Trim() ?? string.Empty;
        var isRisk = text.EndsWith("R", StringComparison.OrdinalIgnoreCase);
        return Number("break-even", isRisk ? text[..^1] : text, ref wrong) is { } gain
            ? new BreakEven(gain, isRisk ? GainUnit.Risk : GainUnit.Price, source?.Offset ?? 0m)
            : null;
    }

    private ImmutableArray<LadderStep>? ReadLadder(ref string wrong)
    {
        var steps = ImmutableArray.CreateBuilder<LadderStep>();
        foreach (var text in (Ladder ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = text.Split(':', 2);
            if (parts.Length == 2 && Number("ladder", parts[0].TrimEnd('R', 'r'), ref wrong) is { } gain && Number("ladder", parts[1], ref wrong) is { } share)
                steps.Add(new LadderStep(gain, share));
            else
                wrong = $"ladder has '{text}': type gains in R with shares, e.g. 1:0.5, 2:0.25";
        }

        return steps.Count == 0 ? null : steps.ToImmutable();
    }

    private static decimal? Number(string field, string? text, ref string wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;
        wrong = $"{field} is '{text}': type a number, e.g. 2";
        return null;
    }

    private static string? Text(decimal? value) => value is { } number ? FieldError.Text(number) : null;
}
