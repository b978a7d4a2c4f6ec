using System.Net;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Tenancy;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Venues.Tests;

namespace OrleansTrader.Silo.Tests.Tenancy;

public sealed class RequestLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_beyondTheAddressLimit_isToldWhenToComeBack()
    {
        await using var app = await Start(new TenancySettings { RequestsPerMinutePerAddress = 3, PublicRequestsPerMinutePerAddress = 1 });
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/agents", Cancellation)).StatusCode);
        var refused = await client.GetAsync("/api/v1/agents", Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Contains("this client address may send in a minute", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        // What is public is counted by itself: a crowd there shuts nobody out of the rest, nor the other way round.
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/public/demo/trend", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync("/api/v1/public/demo/trend", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Request_beyondATenantsQuota_isRefusedToThatTenantOnly()
    {
        await using var app = await Start(new TenancySettings(), new Quotas());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        Assert.Equal("200 200 429", await Ask("small", "/api/v1/agents", 3));
        Assert.Equal("200 200 200", await Ask("large", "/api/v1/agents", 3));
        Assert.Equal("200 200 200", await Ask("small", "/accounts", 3));

        async Task<string> Ask(string tenant, string path, int times)
        {
            var statuses = new int[times];
            for (var i = 0; i < times; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Add("tenant", tenant);
                statuses[i] = (int)(await client.SendAsync(request, Cancellation)).StatusCode;
            }

            return string.Join(' ', statuses);
        }
    }

    [Fact]
    public async Task Permit_beyondTheMinutes_isToldWhatIsLeftOfIt_andComesBackThen()
    {
        var time = new FakeTime(DateTimeOffset.UnixEpoch);
        await using var limiter = new MinuteLimiter(2, time);
        Assert.Equal("in", Take());
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("in", Take());
        Assert.Equal("00:00:40", Take());
        time.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal("00:00:01", Take());
        Assert.Null(limiter.IdleDuration);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("in", Take());
        time.Advance(TimeSpan.FromSeconds(75));
        Assert.Equal(TimeSpan.FromSeconds(15), limiter.IdleDuration);

        string Take()
        {
            using var lease = limiter.AttemptAcquire();
            return lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? $"{left}" : lease.IsAcquired ? "in" : "out";
        }
    }

    private static async Task<WebApplication> Start(TenancySettings settings, IQuotaBook? quotas = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(settings).AddTenancy();
        if (quotas is not null)
            builder.Services.AddSingleton(quotas);
        var app = builder.Build();
        app.UseAddressLimits();
        app.Use(static (context, next) =>
        {
            if (context.Request.Headers["tenant"].ToString() is { Length: > 0 } tenant)
                context.User = Identified.As(new Asker(new TenantId(tenant), "somebody", Role.Viewer), "test");
            return next(context);
        });
        app.UseTenantLimits();
        app.MapFallback(static () => "here");
        await app.StartAsync(Cancellation);
        return app;
    }

    private sealed class Quotas : IQuotaBook
    {
        public ValueTask<TenantQuotas?> Of(TenantId tenant, CancellationToken cancellation) => new(Known(tenant));

        public TenantQuotas? Known(TenantId tenant) => new(ApiRequestsPerMinute: string.Equals(tenant.Value, "small", StringComparison.Ordinal) ? 2 : 100);
    }
}
