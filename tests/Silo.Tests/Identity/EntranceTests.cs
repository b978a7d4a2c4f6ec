using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains;
using OrleansTrader.Silo.Hosting;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Options;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Identity;

public sealed class EntranceTests
{
    [Theory]
    [InlineData("acme")]
    [InlineData("platform")]
    public async Task Start_ofTwoProcessesAtOnce_makesTheFirstUserOnce_andNeitherIsRefused(string tenant)
    {
        await using var site = await GuardedSite.StartBare();
        (string Key, string? Value)[] settings = [("Tenancy:Bootstrap:Tenant", tenant), ("Tenancy:Bootstrap:User", "ada")];
        var access = AccessSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, s.Value))).Build());
        Entrance[] processes = [Make(), Make()];

        await Task.WhenAll(processes.Select(static entrance => entrance.StartAsync(default)));

        Assert.Equal("ada", Assert.Single(await site.AsService(grains => grains.Tenant(new TenantId(tenant)).GetUsers())).Name);
        Assert.Equal(2, site.Console.ToString().Split("First user: ").Length);

        Entrance Make() => ActivatorUtilities.CreateInstance<Entrance>(site.App.Services, access);
    }

    [Fact]
    public async Task Start_thatIsRefused_stopsWhatHadBegun()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var begun = new Begun();
        builder.Services.AddSingleton<IHostedService>(begun).AddSingleton<IHostedService>(new Refusing());
        await using var app = builder.Build();
        var options = new OptionsReader(new StartSettings(new ConfigurationBuilder().Build(), new Dictionary<string, string>(StringComparer.Ordinal))).Read();

        var refused = await Assert.ThrowsAsync<StartupException>(() => WebHost.Start(app, options, TestContext.Current.CancellationToken));

        Assert.Equal("nobody can log in", refused.Message);
        Assert.False(begun.Runs);
    }

    private sealed class Begun : IHostedService
    {
        public bool? Runs { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Runs = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Runs = false;
            return Task.CompletedTask;
        }
    }

    private sealed class Refusing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new StartupException("nobody can log in");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
