using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Dashboard.Sources;

/// <summary>A source as it is typed.</summary>
public sealed class SourceDraft
{
    private static readonly char[] Lines = ['\n', '\r'];
    private static readonly char[] Blanks = [' ', ',', '\n', '\r', '\t'];

    public string? Name { get; set; }

    public SourceKind Kind { get; set; } = SourceKind.TradingView;

    public SourceAuthentication Authentication { get; set; } = SourceAuthentication.PathToken;

    public string? Text { get; set; }

    /// <summary>One field a line, <c>direction = strategy.action</c>.</summary>
    public string? Fields { get; set; }

    public List<LabelDraft> Table { get; } = [];

    public List<FollowerDraft> Followers { get; } = [];

    public string? Addresses { get; set; }

    /// <summary>One name a line, <c>MYBTC = BTC-USDT</c>.</summary>
    public string? Aliases { get; set; }

    public bool TakesOtherDollars { get; set; } = true;

    public bool IsOn { get; set; } = true;

    public StopMeasure Stop { get; set; }

    public string? StopDistance { get; set; } = "2";

    public string? TargetR { get; set; } = "2";

    public string? Confidence { get; set; } = "0.6";

    public string? ConfidenceMin { get; set; } = "0.5";

    public string? FreshSeconds { get; set; } = "300";

    public string? RiskReward { get; set; } = "2";

    public string? Notes { get; set; }

    public static SourceDraft Of(string name, SourceConfig config)
    {
        var terms = config.Terms;
        var draft = new SourceDraft
        {
            Name = name, Kind = config.Kind, Authentication = config.Authentication, Text = config.Text, TakesOtherDollars = config.TakesOtherDollars, IsOn = config.IsOn,
            Fields = string.Join('\n', config.Fields.Select(static field => $"{field.Key} = {field.Value}")),
            Addresses = string.Join(", ", config.Addresses), Aliases = string.Join('\n', config.Aliases.Select(static alias => $"{alias.Name} = {alias.Symbol}")),
            Stop = terms.Exits.Stop, StopDistance = FieldError.Text(terms.Exits.StopDistance), TargetR = FieldError.Text(terms.Exits.TargetR),
            Confidence = FieldError.Text(terms.ConfidenceDefault), ConfidenceMin = FieldError.Text(terms.ConfidenceMin),
            FreshSeconds = terms.Freshness.TotalSeconds.ToString(CultureInfo.InvariantCulture), RiskReward = FieldError.Text(terms.RiskRewardMin), Notes = config.Notes,
        };
        draft.Table.AddRange(config.Table.Select(LabelDraft.Of));
        draft.Followers.AddRange(terms.Subscriptions.Select(FollowerDraft.Of));
        return draft;
    }

    /// <summary>Begins the table anew with VuManChu's marks.</summary>
    public void FillTable()
    {
        Table.Clear();
        Table.AddRange(VuManChuTable.Default.Select(LabelDraft.Of));
    }

    /// <param name="wrong">Which field, what stands there, what would be right; empty where all is read.</param>
    public bool TryRead([NotNullWhen(true)] out SourceConfig? config, out string wrong)
    {
        wrong = string.Empty;
        var terms = new SourceTerms
        {
            Subscriptions = [.. ReadAll(Followers, static (FollowerDraft follower, ref string fault) => follower.Read(ref fault), ref wrong)],
            Exits = new DefaultExits(Stop, Number("stop", StopDistance, ref wrong), Number("target", TargetR, ref wrong)),
            ConfidenceDefault = Number("confidence", Confidence, ref wrong),
            ConfidenceMin = Number("least confidence", ConfidenceMin, ref wrong),
            Freshness = TimeSpan.FromSeconds((double)Math.Clamp(Number("seconds fresh", FreshSeconds, ref wrong), 0m, 1_000_000m)),
            RiskRewardMin = Number("least gain for a loss of one", RiskReward, ref wrong),
        };
        config = new SourceConfig(Kind, Authentication)
        {
            Text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(),
            Fields = ReadFields(ref wrong),
            Table = [.. ReadAll(Table, static (LabelDraft line, ref string fault) => line.Read(ref fault), ref wrong)],
            Addresses = [.. (Addresses ?? string.Empty).Split(Blanks, StringSplitOptions.RemoveEmptyEntries)],
            Aliases = ReadAliases(ref wrong),
            TakesOtherDollars = TakesOtherDollars, IsOn = IsOn, Terms = terms, Notes = Notes?.Trim() ?? string.Empty,
        };
        if (wrong.Length == 0 && SourceRules.Refuse(config) is { IsEmpty: false } errors)
            wrong = FieldError.Join(errors);
        return wrong.Length == 0;
    }

    private delegate TRead? Reader<TDraft, TRead>(TDraft draft, ref string wrong);

    private static List<TRead> ReadAll<TDraft, TRead>(List<TDraft> drafts, Reader<TDraft, TRead> read, ref string wrong)
    {
        var all = new List<TRead>();
        foreach (var draft in drafts)
        {
            if (read(draft, ref wrong) is { } one)
                all.Add(one);
        }

        return all;
    }

    private ImmutableSortedDictionary<string, string> ReadFields(ref string wrong)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Pairs("fields", Fields, "direction = strategy.action", ref wrong))
            fields[name] = value;
        return fields.ToImmutable();
    }

    private ImmutableArray<SymbolAlias> ReadAliases(ref string wrong)
    {
        var aliases = ImmutableArray.CreateBuilder<SymbolAlias>();
        foreach (var (name, value) in Pairs("own names", Aliases, "MYBTC = BTC-USDT", ref wrong))
        {
            if (Symbol.TryParse(value, out var symbol))
                aliases.Add(new SymbolAlias(name, symbol));
            else
                wrong = $"own names has '{value}': type a market, e.g. BTC-USDT";
        }

        return aliases.ToImmutable();
    }

    private static List<(string Name, string Value)> Pairs(string what, string? text, string example, ref string wrong)
    {
        var pairs = new List<(string, string)>();
        foreach (var line in (text ?? string.Empty).Split(Lines, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && at < line.Length - 1)
                pairs.Add((line[..at].Trim(), line[(at + 1)..].Trim()));
            else
                wrong = $"{what} has '{line}': type one a line, e.g. {example}";
        }

        return pairs;
    }

    internal static decimal Number(string field, string? text, ref string wrong)
    {
        if (decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        wrong = $"{field} is '{text}': type a number, e.g. 2";
        return 0m;
    }
}
