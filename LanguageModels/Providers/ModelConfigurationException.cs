namespace OrleansTrader.LanguageModels.Providers;

/// <summary>The section <c>Models</c> cannot be used; the message is one line with setting, value and remedy, without any key.</summary>
public sealed class ModelConfigurationException(string message) : Exception(message);
