using System.Globalization;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Silo.Tenancy;

/// <summary>The section <c>Tenancy</c>: what every tenant may have and do unless an operator says otherwise, and what one address may ask.</summary>
internal sealed record TenancySettings
{
    public const string Section = "Tenancy";

    private const int RequestsPerMinuteMax = 10_000_000;

    public TenantQuotas Quotas { get; init; } = new();

    /// <summary>Requests of any kind that one client address may send a minute.</summary>
    public int RequestsPerMinutePerAddress { get; init; } = 3_000;

    /// <summary>Requests for published agents that one client address may send a minute.</summary>
    public int PublicRequestsPerMinutePerAddress { get; init; } = 120;

    /// <summary>Alerts that one client address may send a minute.</summary>
    public int WebhooksPerMinutePerAddress { get; init; } = 6_000;

    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static TenancySettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var given = new QuotaOverrides(
            Whole(section, "Agents"), Whole(section, "Accounts"), Whole(section, "Versions"), Whole(section, "OrdersPerMinute"),
            Whole(section, "BacktestsAtOnce"), Dollars(section, "ModelSpendUsdPerDay"), Whole(section, "ApiRequestsPerMinute"),
            Whole(section, "DecisionRecordDays"), Whole(section, "WebhooksPerMinute"));
        if (given.Refuse() is { IsEmpty: false } errors)
        {
            var first = errors[0];
            throw new StartupException($"{Section}:{char.ToUpperInvariant(first.Field[0])}{first.Field[1..]} is {first.Value}: {first.Remedy}");
        }

        var settings = new TenancySettings { Quotas = given.Over(new TenantQuotas()) };
        return settings with
        {
            RequestsPerMinutePerAddress = Rate(section, nameof(RequestsPerMinutePerAddress), settings.RequestsPerMinutePerAddress),
            PublicRequestsPerMinutePerAddress = Rate(section, nameof(PublicRequestsPerMinutePerAddress), settings.PublicRequestsPerMinutePerAddress),
            WebhooksPerMinutePerAddress = Rate(section, nameof(WebhooksPerMinutePerAddress), settings.WebhooksPerMinutePerAddress),
        };
    }

    private static int Rate(IConfigurationSection section, string name, int absent) => Whole(section, name) switch
    {
        null => absent,
        >= 1 and <= RequestsPerMinuteMax and { } given => given,
        { } given => throw Wrong(section, name, given.ToString(CultureInfo.InvariantCulture), $"give 1 to {RequestsPerMinuteMax.ToString(CultureInfo.InvariantCulture)}"),
    };

    private static int? Whole(IConfigurationSection section, string name) =>
        section[name] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Wrong(section, name, text, "write a whole number");

    private static decimal? Dollars(IConfigurationSection section, string name) =>
        section[name] is not { Length: > 0 } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Wrong(section, name, text, "write dollars a day, e.g. 5 or 0.50");

    private static StartupException Wrong(IConfigurationSection section, string name, string value, string remedy) =>
        new($"{section.Path}:{name} is '{value}': {remedy}");
}
