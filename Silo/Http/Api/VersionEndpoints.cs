using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Silo.Http.Api.Changes;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Http.Api;

/// <summary>Strategy versions and how two of them differ.</summary>
internal static class VersionEndpoints
{
    public static void MapVersions(this IEndpointRouteBuilder api)
    {
        var versions = api.MapGroup("/versions").WithTags("Versions");
        versions.MapGet("/", List).WithName("Versions").WithSummary("All strategy versions with their configuration, by name and number.");
        versions.MapGet("/{version}", Get).WithName("Version").WithSummary("One strategy version, e.g. trend@1.0.0.")
            .Produces<VersionSnapshot>().ProducesProblem(StatusCodes.Status404NotFound);
        versions.MapGet("/{version}/diff/{other}", Diff).WithName("VersionDiff").WithSummary("What the other version does differently, field by field.")
            .Produces<VersionDifference>().ProducesProblem(StatusCodes.Status404NotFound);
        versions.MapGet("/{version}/lessons", Lessons).WithName("Lessons")
            .WithSummary("What the closed trades of the version's agents taught, newest first; the best and the worst return to its prompt.").Pages<LessonRow>();
    }

    private static async Task<ImmutableArray<VersionSnapshot>> List(ITrader trader, ISite site)
    {
        var registry = await trader.Registry(site.Tenant);
        var versions = ImmutableArray.CreateBuilder<VersionSnapshot>(registry.Versions.Length);
        foreach (var key in registry.Versions.OrderBy(static key => key.Strategy, StringComparer.Ordinal).ThenBy(NumberOf))
        {
            if (await trader.Version(key) is { } version)
                versions.Add(version);
        }

        return versions.ToImmutable();
    }

    private static Task<IResult> Get(string version, ITrader trader, ISite site) =>
        OfVersion(version, trader, site, static snapshot => Task.FromResult<IResult>(TypedResults.Ok(snapshot)));

    private static Task<IResult> Diff(string version, string other, ITrader trader, ISite site) =>
        OfVersion(version, trader, site, old => OfVersion(other, trader, site, changed => Task.FromResult<IResult>(TypedResults.Ok(
            new VersionDifference(VersionNames.Of(old.Key), VersionNames.Of(changed.Key), VersionDiff.Of(old.Config, changed.Config))))));

    private static Task<IResult> Lessons(string version, HttpRequest request, ITrader trader, ISite site) =>
        OfVersion(version, trader, site, snapshot => AccountEndpoints.Paged(request, page => trader.Lessons(snapshot.Key, page)));

    internal static async Task<IResult> OfVersion(string version, ITrader trader, ISite site, Func<VersionSnapshot, Task<IResult>> answer)
    {
        // Only names of the registry reach a grain: a name that somebody made up activates nothing.
        return VersionNames.TryParse(site.Tenant, version, out var key)
            && (await trader.Registry(site.Tenant)).Versions.Contains(key)
            && await trader.Version(key) is { } snapshot
                ? await answer(snapshot)
                : Problems.NotFound("version", version, "GET /api/v1/versions lists all versions");
    }

    private static SemanticVersion NumberOf(VersionKey key) => SemanticVersion.TryParse(key.Version, out var number) ? number : default;
}

/// <param name="From">The version that <see cref="FieldChange.Old"/> is of.</param>
/// <param name="To">The version that <see cref="FieldChange.New"/> is of.</param>
internal sealed record VersionDifference(string From, string To, ImmutableArray<FieldChange> Changes);
