using Microsoft.Extensions.Configuration;

namespace OrleansTrader.Silo.Tests.Options;

/// <summary>A configuration over given values that notes every key that somebody looks up.</summary>
internal sealed class SettingsRecorder : ConfigurationProvider, IConfigurationSource
{
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    public SettingsRecorder(params (string Key, string Value)[] given) =>
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(given.Select(static value => KeyValuePair.Create(value.Key, (string?)value.Value))).Add(this).Build();

    public IConfigurationRoot Configuration { get; }

    public IReadOnlyCollection<string> Asked => _asked;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value)
    {
        _asked.Add(key);
        value = null;
        return false;
    }
}
