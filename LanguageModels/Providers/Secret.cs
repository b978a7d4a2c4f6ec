namespace OrleansTrader.LanguageModels.Providers;

/// <summary>A key that no log, fault or debugger line shows by accident.</summary>
internal sealed class Secret(string value)
{
    private const string Mask = "***";

    /// <summary>The key itself, for the provider's SDK and nothing else.</summary>
    public string Reveal() => value;

    /// <summary>A text from outside without the key, should it repeat it.</summary>
    public string Redact(string text) => text.Replace(value, Mask, StringComparison.Ordinal);

    public override string ToString() => Mask;
}
