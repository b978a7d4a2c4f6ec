using System.Collections.Immutable;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>What a source's configuration can be.</summary>
public static class SourceRules
{
    public const int PathLengthMax = 100, PathStepsMax = 6;

    public static readonly TimeSpan FreshnessMin = TimeSpan.FromSeconds(1), FreshnessMax = TimeSpan.FromDays(1);

    public const decimal RiskRewardMax = 100m;

    /// <summary>What is wrong with it; empty where nothing is. Addresses are looked at by whoever reads them.</summary>
    public static ImmutableArray<FieldError> Refuse(SourceConfig config)
    {
        if (HasHoles(config))
            return [new FieldError("config", "null", "leave out what is not there; lists and terms have no empty places")];
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (!Enum.IsDefined(config.Kind))
            errors.Add(new FieldError("kind", config.Kind.ToString(), "use native, tradingView or vuManChu"));
        if (!Enum.IsDefined(config.Authentication))
            errors.Add(new FieldError("authentication", config.Authentication.ToString(), "use signature, bodySecret or pathToken"));
        Form(config, errors);
        Table(config, errors);
        Bounded("addresses", config.Addresses.Length, SourceConfig.AddressesMax, errors);
        Bounded("aliases", config.Aliases.Length, SourceConfig.AliasesMax, errors);
        foreach (var alias in config.Aliases)
        {
            if (string.IsNullOrEmpty(alias.Name) || alias.Name.Length > SymbolNames.LengthMax || !AlertText.IsPlain(alias.Name) || alias.Symbol.Value.Length == 0)
                errors.Add(new FieldError("aliases.name", AlertText.Shown(alias.Name), FormattableString.Invariant($"give 1 to {SymbolNames.LengthMax} characters, and a symbol")));
        }

        if (config.Notes.Length > SourceConfig.NotesLengthMax)
            errors.Add(new FieldError("notes", FormattableString.Invariant($"{config.Notes.Length} characters"), FormattableString.Invariant($"give at most {SourceConfig.NotesLengthMax}")));
        TermsRules.Refuse(config.Terms, errors);
        return errors.ToImmutable();
    }

    // What came as JSON may say null where the types have none.
    private static bool HasHoles(SourceConfig config) =>
        config.Terms is not { Exits: not null } terms || terms.Subscriptions.Any(static follower => follower is not { Name: not null, Sizing: not null })
        || config.Fields.Values.Any(static path => path is null) || config.Table.Any(static line => line is not { Label: not null })
        || config.Aliases.Any(static alias => alias is not { Name: not null }) || config.Addresses.Any(static address => address is null);

    private static void Form(SourceConfig config, ImmutableArray<FieldError>.Builder errors)
    {
        if (config.Kind == SourceKind.Native && (config.Text is not null || !config.Fields.IsEmpty))
            errors.Add(new FieldError("text", config.Text is null ? "fields" : "a template", "the service's own form needs neither template nor fields: leave them out, or use tradingView"));
        if (config.Text is not null && !config.Fields.IsEmpty)
            errors.Add(new FieldError("fields", "a template is there too", "give a template for text, or fields for JSON"));
        foreach (var (name, path) in config.Fields)
        {
            if (!AlertFields.Names.Contains(name, StringComparer.Ordinal))
                errors.Add(new FieldError($"fields.{AlertText.Shown(name)}", path, $"there are {string.Join(", ", AlertFields.Names)}"));
            if (path.Length is 0 or > PathLengthMax || path.Split('.') is var steps && (steps.Length > PathStepsMax || steps.Any(string.IsNullOrWhiteSpace)) || !AlertText.IsPlain(path))
                errors.Add(new FieldError($"fields.{AlertText.Shown(name)}", AlertText.Shown(path), "name where it stands, e.g. strategy.action"));
        }

        if (config.Text is not { } text)
            return;
        if (TextTemplate.Parse(text, out var wrong) is not { } template)
        {
            errors.Add(wrong!);
            return;
        }

        var said = template.Fields.ToHashSet();
        if (!said.Contains(AlertField.Symbol))
            errors.Add(new FieldError("text", text, "it must contain {symbol}"));
        if (!said.Contains(AlertField.Direction) && (config.Table.IsEmpty || !said.Contains(AlertField.Label)))
            errors.Add(new FieldError("text", text, "it must contain {direction}, or {label} and the source a table"));
        if (!said.Contains(AlertField.Id) && !said.Contains(AlertField.Timestamp))
            errors.Add(new FieldError("text", text, "it must contain {time} or {id}: without both, an alert that is sent twice looks like two"));
        if (config.Authentication == SourceAuthentication.BodySecret && !said.Contains(AlertField.Secret))
            errors.Add(new FieldError("text", text, "it must contain {secret}, by which the source is known"));
    }

    private static void Table(SourceConfig config, ImmutableArray<FieldError>.Builder errors)
    {
        Bounded("table", config.Table.Length, SourceConfig.TableLinesMax, errors);
        if (config.Kind == SourceKind.VuManChu && config.Table.IsEmpty)
            errors.Add(new FieldError("table", string.Empty, "give at least one word"));
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in config.Table)
        {
            if (string.IsNullOrWhiteSpace(line.Label) || line.Label.Length > Signal.LabelLengthMax || !AlertText.IsPlain(line.Label))
                errors.Add(new FieldError("table.label", AlertText.Shown(line.Label), FormattableString.Invariant($"give a word of 1 to {Signal.LabelLengthMax} characters")));
            else if (!words.Add(line.Label))
                errors.Add(new FieldError("table.label", line.Label, "name each word once"));
            if (line.Confidence is < 0m or > 1m)
                errors.Add(new FieldError("table.confidence", FieldError.Text(line.Confidence.Value), "give 0 to 1, or nothing"));
        }
    }

    private static void Bounded(string field, int count, int most, ImmutableArray<FieldError>.Builder errors)
    {
        if (count > most)
            errors.Add(new FieldError(field, FormattableString.Invariant($"{count} entries"), FormattableString.Invariant($"give at most {most}")));
    }
}
