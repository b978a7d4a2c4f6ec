using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Credentials;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Hosting;
using OrleansTrader.Silo.Http;
using OrleansTrader.Silo.Http.Security;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Identity.Keys;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Tests.Http;
using OrleansTrader.Silo.Tests.Runtime;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Identity;

/// <summary>The site where people log in, on a real socket, over real grains and books.</summary>
internal sealed class GuardedSite : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly SqliteStore _store;

    private GuardedSite(WebApplication app, SqliteStore store, StringWriter console) => (App, _store, Console) = (app, store, console);

    public WebApplication App { get; }

    /// <summary>What the start printed.</summary>
    public StringWriter Console { get; }

    public Uri Address => new(App.Urls.Single());

    public IClusterClient Grains => App.Services.GetRequiredService<IClusterClient>();

    /// <summary>With the first user <c>platform/admin</c>, whose password is <see cref="Password"/>.</summary>
    public static Task<GuardedSite> Start(params (string Key, string Value)[] settings) =>
        StartBare([("Tenancy:Bootstrap:User", "admin"), ("Tenancy:Bootstrap:Password", Password), .. settings]);

    public static async Task<GuardedSite> StartBare(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Silo", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var store = SqliteStore.Open(new SqliteStoreOptions(), TimeProvider.System, LoggerFactory.Create(static _ => { }).CreateLogger<SqliteStore>());
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System).AddSingleton<IFeed>(new FakeFeed());
        services.AddSingleton(new FeedPlan("simulated", "Made up.", [FakeTrader.Instrument]));
        services.AddSingleton<ICredentialSealer>(new DataProtectionSealer(new EphemeralDataProtectionProvider(), refusal: null));
        services.AddBooks(store).AddGrains(new GrainSettings { Venue = "simulated" });
        builder.AddGrainRuntime();
        services.AddOwnFacts();
        services.AddSingleton(ControlKey.Of("no-key-of-these-tests"));
        var console = new StringWriter();
        services.AddSingleton<TextWriter>(console);
        services.AddSite(AccessSettings.Read(configuration), store.DataDirectory);
        services.AddSingleton(new OptionsReader(new StartSettings(configuration, new Dictionary<string, string>(StringComparer.Ordinal))).Read());
        var app = builder.Build();
        app.MapSite();
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            await store.DisposeAsync();
            throw;
        }

        return new GuardedSite(app, store, console);
    }

    /// <summary>A client that follows nothing and keeps cookies.</summary>
    public HttpClient Client(ApiKey? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Address };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Reveal());
        return client;
    }

    public async Task<T> AsService<T>(Func<IClusterClient, Task<T>> call)
    {
        using (Caller.AsService())
            return await call(Grains);
    }

    public async Task<ApiKey> Key(string tenant, Role role, DateTimeOffset? expiresAt = null, params string[] accounts)
    {
        var key = ApiKey.New(new TenantId(tenant));
        var reply = await AsService(grains => grains.Tenant(key.Tenant).CreateKey(
            new KeyCreation(key.Id, role.ToString().ToLowerInvariant(), role, [.. accounts], key.Hash, expiresAt, "test")));
        Assert.Equal(SetupStatus.Done, reply.Status);
        return key;
    }

    public async Task User(string tenant, string name, Role role, string password = Password, bool mustChange = false)
    {
        var hash = await App.Services.GetRequiredService<Passwords>().Hash(password, default);
        var reply = await AsService(grains => grains.Tenant(new TenantId(tenant)).CreateUser(new UserCreation(name, role, hash, Passwords.NewStamp(), mustChange)));
        Assert.Equal(SetupStatus.Done, reply.Status);
    }

    public async Task<AuditRow[]> Audit(string tenant) => [.. (await AsService(grains => grains.Tenant(new TenantId(tenant)).GetAudit(Newest))).Rows];

    /// <summary>Logs in by the form, and answers where it led.</summary>
    public static async Task<string> LogIn(HttpClient client, string tenant, string user, string password, string? another = null, string target = "/")
    {
        var page = await client.GetStringAsync(new Uri("/login", UriKind.Relative));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = TokenOf(page),
            ["tenant"] = tenant,
            ["user"] = user,
            ["password"] = password,
            ["another"] = another ?? string.Empty,
            ["return"] = target,
        });
        using var answer = await client.PostAsync(new Uri("/session/login", UriKind.Relative), form);
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }

    public static string TokenOf(string page)
    {
        const string mark = "name=\"__RequestVerificationToken\" value=\"";
        var from = page.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return page[from..page.IndexOf('"', from)];
    }

    public static async Task<JsonElement> Json(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static PageRequest Newest => PageRequest.Newest(100);
}
