using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Http;
using OrleansTrader.Silo.Http.Webhooks;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Trading;

namespace OrleansTrader.Silo.Tenancy;

/// <summary>
/// Requests a minute: of each client address before anybody is asked who they are, and of each tenant at the API. Whoever has too many is told
/// which limit it was and when to come back.
/// </summary>
internal static class RequestLimits
{
    /// <summary>Addresses are counted in so many places; those that share one by chance share its limit, and no crowd of addresses takes more memory.</summary>
    private const int AddressPlaces = 16_384;

    /// <summary>Bytes of an IPv6 address that one client is taken to hold all of.</summary>
    private const int PrefixBytes = 8;

    private const string PublicApi = "/api/v1/public", PublicPages = "/public", Api = "/api";

    public static void UseAddressLimits(this IApplicationBuilder app)
    {
        var settings = app.ApplicationServices.GetRequiredService<TenancySettings>();
        app.UseRateLimiter(Options("client address", PartitionedRateLimiter.Create<HttpContext, AddressPlace>(context =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<LimitsItself>() is not null)
                return RateLimitPartition.GetNoLimiter(default(AddressPlace));
            var isPublic = IsPublic(context.Request.Path);
            return RateLimitPartition.Get(
                new AddressPlace(PlaceOf(context.Connection.RemoteIpAddress), isPublic),
                key => new MinuteLimiter(key.IsPublic ? settings.PublicRequestsPerMinutePerAddress : settings.RequestsPerMinutePerAddress, TimeProvider.System));
        })));
    }

    public static void UseTenantLimits(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetService<IQuotaBook>() is not { } quotas)
            return;
        app.UseRateLimiter(Options("tenant", PartitionedRateLimiter.Create<HttpContext, TenantLimit>(context =>
        {
            // Authenticated tenants only: nobody can make partitions up. Another limit is another partition.
            var isApi = context.Request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase) && !IsPublic(context.Request.Path);
            return isApi && Identified.Read(context.User) is { } asker && quotas.Known(asker.Tenant) is { } limits
                ? RateLimitPartition.Get(new TenantLimit(asker.Tenant.Value, limits.ApiRequestsPerMinute), static key => new MinuteLimiter(key.PerMinute, TimeProvider.System))
                : RateLimitPartition.GetNoLimiter(default(TenantLimit));
        })));
    }

    private static bool IsPublic(PathString path) =>
        path.StartsWithSegments(PublicApi, StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments(PublicPages, StringComparison.OrdinalIgnoreCase);

    private static RateLimiterOptions Options(string whose, PartitionedRateLimiter<HttpContext> limiter) => new()
    {
        GlobalLimiter = limiter,
        RejectionStatusCode = StatusCodes.Status429TooManyRequests,
        OnRejected = (rejected, _) =>
        {
            // Every limit here is a minute's, and tells what is left of it.
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : TimeSpan.FromMinutes(1);
            var error = new FieldError("requests", $"more than this {whose} may send in a minute", $"try again in {TooMany.Seconds(wait)} seconds");
            return new ValueTask(new TooMany("Too many requests", error, wait).ExecuteAsync(rejected.HttpContext));
        },
    };

    // Hash codes of texts differ from process to process: nobody can aim at another's place.
    internal static int PlaceOf(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address ?? IPAddress.Loopback;
        var bytes = plain.GetAddressBytes().AsSpan();
        var held = Convert.ToHexString(bytes.Length > PrefixBytes ? bytes[..PrefixBytes] : bytes);
        return (int)((uint)held.GetHashCode(StringComparison.Ordinal) % AddressPlaces);
    }

    private readonly record struct AddressPlace(int Place, bool IsPublic);

    private readonly record struct TenantLimit(string Tenant, int PerMinute);
}
