using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Credentials;
using OrleansTrader.Silo.Notifications;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Telemetry;
using OrleansTrader.Silo.Tenancy;
using OrleansTrader.Storage;

namespace OrleansTrader.Silo.Tests.Options;

/// <summary>What is read, what is known and what is written for people are the same settings.</summary>
public sealed class EnvExampleTests
{
    [Fact]
    public void EnvExample_isWhatTheServicePrints()
    {
        var written = File.ReadAllText(Path.Combine(Root(), ".env.example"));
        Assert.True(string.Equals(SettingsText.Env(), written, StringComparison.Ordinal), "print it anew: dotnet run --project Silo -- settings > .env.example");
    }

    [Fact]
    public void Env_everySetting_hasOneLineOfItsOwn()
    {
        var names = SettingsText.Env().Split('\n').Where(static line => line.StartsWith('#') && !line.StartsWith("# ", StringComparison.Ordinal) && line.Contains('='))
            .Select(static line => line[1..line.IndexOf('=')]).ToList();
        Assert.Equal(KnownSettings.All.Select(static setting => setting.Variable), names);
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(KnownSettings.All, static setting => Assert.False(setting.Meaning.Contains('\n') || setting.Meaning.Length == 0));
    }

    [Fact]
    public void EverySettingThatIsRead_isKnown()
    {
        var asked = Asked().Where(static key => KnownSettings.IsSection(key.Split(':')[0]) || (!key.Contains(':') && key.Any(char.IsAsciiLetterUpper) && key.Contains('_')));
        Assert.DoesNotContain(asked, static key => KnownSettings.Find(key) is null && !IsGroup(key) && !IsDerived(key));
    }

    [Fact]
    public void EverySettingThatIsKnown_isRead()
    {
        var asked = Asked();
        Assert.DoesNotContain(KnownSettings.All, setting => !asked.Any(setting.Holds));
    }

    /// <summary>Every key that the readers of the settings look up, with one provider, model and the like of each name.</summary>
    private static IReadOnlyCollection<string> Asked()
    {
        var recorder = new SettingsRecorder(
            ("Models:Providers:mine:BaseUrl", "http://localhost:1/v1"), ("Models:Providers:mine:Prices:large:InputUsd", "1"),
            ("Models:Providers:mine:Prices:large:OutputUsd", "1"), ("Storage:Retention:Tenants:one:DecisionRecordDays", "1"));
        var settings = recorder.Configuration;
        new OptionsReader(new StartSettings(settings, new Dictionary<string, string>(StringComparer.Ordinal))).Read();
        ModelDeskOptions.Read(settings);
        TenancySettings.Read(settings);
        MasterKey.Read(settings);
        ClusterSettings.Read(settings);
        AccessSettings.Read(settings);
        NotificationSettings.Read(settings);
        TelemetryOptions.Read(settings);
        StorageSettings.Read(settings);
        using var provider = new ServiceCollection().AddLogging().AddLanguageModels(settings).BuildServiceProvider();
        provider.GetRequiredService<IModels>();
        return recorder.Asked;
    }

    // What follows from other settings, and is asked for only because it is a property.
    private static bool IsDerived(string key) => key[(key.LastIndexOf(':') + 1)..] is "IsActive" or "IsPostgres";

    // A part of a key above the settings themselves, such as a provider's name.
    private static bool IsGroup(string key) => KnownSettings.All.Any(setting => setting.Key.Split(':') is var parts
        && key.Split(':').Length is var depth && depth < parts.Length && (setting with { Key = string.Join(':', parts[..depth]) }).Holds(key));

    private static string Root() => typeof(EnvExampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => string.Equals(attribute.Key, "RepositoryRoot", StringComparison.Ordinal)).Value!;
}
