using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Identity.Listening;

namespace OrleansTrader.Silo.Identity;

/// <summary>Who is let in: the sections <c>Listen</c> and, of <c>Tenancy</c>, <c>Authentication</c>, <c>Bootstrap</c> and <c>Demo</c>.</summary>
internal sealed record AccessSettings
{
    private const string Section = "Tenancy", Required = "required", DemoOnly = "demo";

    /// <summary>A start on this machine with nothing configured.</summary>
    public static AccessSettings Unconfigured { get; } = new() { Listen = new ListenSettings(), LogsInTheDemoUser = true, SetsUpTheDemo = true };

    public required ListenSettings Listen { get; init; }

    /// <summary>Whether whoever reaches the service is the demo user; else everybody shows a key or logs in.</summary>
    public bool LogsInTheDemoUser { get; init; }

    /// <summary>Whether the start makes the demo tenant's accounts and agents.</summary>
    public bool SetsUpTheDemo { get; init; }

    /// <summary>The first user, made where the tenant has none; null for none.</summary>
    public FirstUser? First { get; init; }

    /// <exception cref="StartupException">A setting cannot be used, or would let in everybody.</exception>
    public static AccessSettings Read(IConfiguration configuration)
    {
        var listen = ListenSettings.Read(configuration);
        var section = configuration.GetSection(Section);
        var first = FirstUser.Read(section.GetSection("Bootstrap"));
        var said = section["Authentication"]?.Trim().ToLowerInvariant();
        if (said is not (null or "" or Required or DemoOnly))
            throw new StartupException($"{Section}:Authentication '{said}': give {Required} or {DemoOnly}");
        var isConfigured = listen.IsConfigured || first is not null;
        if (isConfigured && string.Equals(said, DemoOnly, StringComparison.Ordinal))
            throw new StartupException($"{Section}:Authentication '{DemoOnly}' logs in whoever comes: it goes with neither {ListenSettings.Section} nor {Section}:Bootstrap; leave it out");
        var isRequired = isConfigured || string.Equals(said, Required, StringComparison.Ordinal);
        return new AccessSettings
        {
            Listen = listen,
            LogsInTheDemoUser = !isRequired,
            SetsUpTheDemo = Flag(section, "Demo") ?? !isRequired,
            First = first,
        };
    }

    private static bool? Flag(IConfigurationSection section, string name) => section[name] switch
    {
        null or "" => null,
        { } text when bool.TryParse(text, out var flag) => flag,
        { } text => throw new StartupException($"{section.Path}:{name} '{text}': give true or false"),
    };
}

/// <summary>The user who lets in all others.</summary>
/// <param name="Password">Null for one that is made up, printed once on the console and lets in once.</param>
internal sealed record FirstUser(string Tenant, string Name, string? Password)
{
    private const string UserDefault = "admin";

    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static FirstUser? Read(IConfigurationSection section)
    {
        var (named, given, open) = (section["Tenant"], section["User"], section["Password"]);
        if (string.IsNullOrEmpty(named) && string.IsNullOrEmpty(given) && string.IsNullOrEmpty(open))
            return null;
        var tenant = string.IsNullOrEmpty(named) ? TenantNames.Platform.Value : named;
        var user = string.IsNullOrEmpty(given) ? UserDefault : given;
        foreach (var (name, value) in new[] { ("Tenant", tenant), ("User", user) })
        {
            if (!TenantNames.IsName(value))
                throw new StartupException($"{section.Path}:{name} '{value}': {TenantNames.Rule}");
        }

        var password = string.IsNullOrEmpty(open) ? null : open;
        if (password is not null && Passwords.Refuse(password, user) is { } weak)
            throw new StartupException($"{section.Path}:Password is {weak.Value}: {weak.Remedy}");
        return new FirstUser(tenant, user, password);
    }

    public override string ToString() => $"{Tenant}/{Name}";
}
