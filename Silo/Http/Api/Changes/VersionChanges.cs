using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>Strategy versions: drafted, copied with changes, activated, retired. Each is idempotent by itself.</summary>
internal static class VersionChanges
{
    public static void MapVersionChanges(this IEndpointRouteBuilder api)
    {
        var versions = api.MapGroup("/versions").WithTags("Versions");
        versions.MapPost("/", Create).WithName("CreateVersion").WithSummary("Makes a version as a draft; its configuration never changes.")
            .TakesBody<VersionRequest>().Produces<VersionSnapshot>(StatusCodes.Status201Created).Refuses();
        versions.MapPost("/{version}/clone", Clone).WithName("CloneVersion").WithSummary("Makes a draft of another version's configuration, with changes.")
            .TakesBody<CloneRequest>().Produces<VersionSnapshot>(StatusCodes.Status201Created).Refuses();
        versions.MapPost("/{version}/activate", Activate).WithName("ActivateVersion")
            .WithSummary("Draft to active: agents may trade it. Several versions may be active at once.").Changes<VersionSnapshot>();
        versions.MapPost("/{version}/retire", Retire).WithName("RetireVersion")
            .WithSummary("Active to retired, for good: no new agent may trade it; those that do go on.").Changes<VersionSnapshot>();
    }

    private static Task<IResult> Create(HttpRequest request, IControl control, ITrader trader, ISite site, IServiceLimits service) =>
        ChangeDesk.Run<VersionRequest>(request, async (body, faults) =>
        {
            var key = faults.Version("version", body.Version, site.Tenant);
            if (body.Config is not { ValueKind: JsonValueKind.Object } given)
                faults.Add("config", string.Empty, "give the configuration: strategy, symbols, leverage and so on");
            else if (Config(given, faults, site, service) is { } config && faults.Errors.IsEmpty)
                return await Draft(key, config, control, trader, site);
            return null;
        });

    private static Task<IResult> Clone(string version, HttpRequest request, IControl control, ITrader trader, ISite site, IServiceLimits service) =>
        VersionEndpoints.OfVersion(version, trader, site, source => ChangeDesk.Run<CloneRequest>(request, async (body, faults) =>
        {
            var key = faults.Version("version", body.Version, site.Tenant);
            if (body.Changes is { ValueKind: not JsonValueKind.Object })
                faults.Add("changes", body.Changes.Value.ToString(), "give an object with the fields that are different");
            if (!faults.Errors.IsEmpty)
                return null;
            var patched = Patched(JsonSerializer.SerializeToNode(source.Config, ContractJson.Options)!, body.Changes);
            return Config(patched, faults, site, service) is { } config && faults.Errors.IsEmpty ? await Draft(key, config, control, trader, site) : null;
        }));

    private static Task<IResult> Activate(string version, IControl control, ITrader trader, ISite site) =>
        Change(version, trader, site, control.Activate);

    private static Task<IResult> Retire(string version, IControl control, ITrader trader, ISite site) =>
        Change(version, trader, site, control.Retire);

    private static Task<IResult> Change(string version, ITrader trader, ISite site, Func<VersionKey, Task<SetupReply>> change) =>
        VersionEndpoints.OfVersion(version, trader, site, async snapshot =>
            Answers.Refused(await change(snapshot.Key), StatusCodes.Status409Conflict) ?? TypedResults.Ok(await trader.Version(snapshot.Key)));

    private static async Task<IResult> Draft(VersionKey key, VersionConfig config, IControl control, ITrader trader, ISite site)
    {
        var isThere = (await trader.Registry(site.Tenant)).Versions.Contains(key);
        var reply = await control.DraftVersion(key, config);
        return Answers.Refused(reply, isThere ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity)
            ?? TypedResults.Created($"/api/v1/versions/{VersionNames.Of(key)}", await trader.Version(key));
    }

    // What has one sensible value may be left out; what the decoder would leave null is asked for by name.
    private static VersionConfig? Config(object given, Faults faults, ISite site, IServiceLimits service)
    {
        if (Body.Decode<VersionConfig>(JsonSerializer.SerializeToUtf8Bytes(given), faults, "config") is not { } config)
            return null;
        if (string.IsNullOrWhiteSpace(config.Strategy?.Strategy))
        {
            faults.Add("config.strategy", string.Empty, "give {\"strategy\": \"sma-cross\", \"parameters\": {\"fast\": \"10\", \"slow\": \"30\"}}");
            return null;
        }

        if (config.Model is { Model: null })
        {
            faults.Add("config.model.model", string.Empty, "give provider/model, e.g. openai/gpt-5");
            return null;
        }

        return config with
        {
            Strategy = config.Strategy with { Parameters = config.Strategy.Parameters ?? ImmutableSortedDictionary<string, string>.Empty },
            Venue = config.Venue ?? site.Venue,
            Symbols = config.Symbols.IsDefault ? [] : config.Symbols,
            Leverage = config.Leverage == 0m ? 1m : config.Leverage,
            CycleInterval = config.CycleInterval == default ? service.Cycle : config.CycleInterval,
        };
    }

    private static JsonNode Patched(JsonNode target, JsonElement? patch) =>
        patch is { } changes ? Merge(target, JsonObject.Create(changes)) ?? new JsonObject() : target;

    // RFC 7396: null takes away, an object is merged, everything else replaces.
    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var merged = target is JsonObject known ? (JsonObject)known.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = Merge(merged[name], value);
        }

        return merged;
    }
}
