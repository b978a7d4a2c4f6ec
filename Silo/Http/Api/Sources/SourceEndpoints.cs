using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Dashboard.Sources;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Silo.Http.Api.Changes;
using OrleansTrader.Silo.Http.Security;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Signals;

namespace OrleansTrader.Silo.Http.Api.Sources;

/// <summary>Where the tenant's alerts come in from: read, set, tried out.</summary>
internal static class SourceEndpoints
{
    private const string Listed = "GET /api/v1/sources lists all sources";

    public static void MapSources(this IEndpointRouteBuilder api)
    {
        var sources = api.MapGroup("/sources").WithTags("Sources");
        sources.MapGet("/", static (ISources desk) => desk.All()).WithName("Sources").WithSummary("All sources with their counts, without their secrets.");
        sources.MapGet("/{source}", Get).WithName("Source").WithSummary("One source.").Produces<SourceView>().ProducesProblem(StatusCodes.Status404NotFound);
        sources.MapPost("/{source}/try", Try).WithName("TrySource")
            .WithSummary("What an alert would become at the source, or at the configuration that is sent with it; nothing is kept.")
            .TakesBody<TrialRequest>().Produces<TrialAnswer>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

        var changes = sources.MapGroup(string.Empty).RequireAuthorization(Policies.Operator).AddEndpointFilter<ControlFilter>();
        changes.MapPut("/{source}", Set).WithName("SetSource")
            .WithSummary("Makes a source, or changes it whole: what is left out is the default. A new one, or one that proves itself in another way, gets a secret, shown once.")
            .TakesBody<SourceRequest>().Changes<SourceAnswer>();
        changes.MapPost("/{source}/rotate", Rotate).WithName("RotateSource").WithSummary("Another secret, shown once; the one of before is taken too for a while.")
            .TakesBody<RotationRequest>().Changes<SourceAnswer>();
        changes.MapDelete("/{source}", Remove).WithName("RemoveSource").WithSummary("Forgets a source; signals that came from it stay.").Changes<SetupReply>();
    }

    private static async Task<IResult> Get(string source, ISources desk) =>
        await desk.Find(source) is { } view ? TypedResults.Ok(view) : Problems.NotFound("source", source, Listed);

    private static Task<IResult> Set(string source, HttpRequest request, ISources desk) => ChangeDesk.Run<SourceRequest>(request, async (body, faults) =>
    {
        var config = body.Read(faults);
        return config is null ? null : await Answer(source, await desk.Set(source, config), desk, request);
    });

    private static Task<IResult> Rotate(string source, HttpRequest request, ISources desk) => ChangeDesk.Run<RotationRequest>(request, async (body, _) =>
        await desk.Find(source) is null
            ? Problems.NotFound("source", source, Listed)
            : await Answer(source, await desk.Rotate(source, TimeSpan.FromMinutes(body.GraceMinutes ?? 0)), desk, request));

    private static async Task<IResult> Remove(string source, ISources desk)
    {
        var reply = await desk.Remove(source);
        return reply.Status == SetupStatus.Unchanged
            ? Problems.NotFound("source", source, Listed)
            : Answers.Refused(reply, StatusCodes.Status409Conflict) ?? TypedResults.Ok(reply);
    }

    private static Task<IResult> Try(string source, HttpRequest request, ISources desk) => ChangeDesk.Run<TrialRequest>(request, async (body, faults) =>
    {
        var alert = faults.Needed("alert", body.Alert, "paste the alert as it comes");
        var config = body.Config?.Read(faults);
        if (!faults.Errors.IsEmpty)
            return null;
        config ??= (await desk.Find(source))?.Config;
        if (config is null)
            return Problems.NotFound("source", source, $"{Listed}; or send a config with the alert");
        var reading = desk.Try(source, config, alert);
        return TypedResults.Ok(new TrialAnswer(reading.Signal, reading.Errors));
    });

    private static async Task<IResult> Answer(string source, SecretReply made, ISources desk, HttpRequest request)
    {
        if (Answers.Refused(made.Reply, StatusCodes.Status422UnprocessableEntity) is { } refused)
            return refused;
        var view = (await desk.Find(source))!;
        var recipe = SourceRecipe.Of($"{request.Scheme}://{request.Host.Value}/", view.Key, view.Config, made.Secret);
        return TypedResults.Ok(new SourceAnswer(view, made.Secret, recipe.Url, recipe.Message, recipe.Curl));
    }
}

/// <param name="Secret">Shown this once; null where the source keeps the one it has.</param>
/// <param name="Url">Where alerts go; <c>SECRET</c> stands for one that is shown no more.</param>
/// <param name="Message">What an alert on a chart says; null where only programs can send.</param>
/// <param name="Curl">One line that sends an example from a shell.</param>
internal sealed record SourceAnswer(SourceView Source, string? Secret, string Url, string? Message, string Curl)
{
    // Whatever prints the answer prints no secret.
    public override string ToString() => $"{Source.Key}";
}

/// <param name="GraceMinutes">How long the secret of before is taken too; 0 without it.</param>
internal sealed record RotationRequest(int? GraceMinutes);

/// <param name="Alert">As it comes, with no secret needed.</param>
/// <param name="Config">Null for the source's own.</param>
internal sealed record TrialRequest(string? Alert, SourceRequest? Config);

/// <param name="Signal">Null where the alert would be refused.</param>
internal sealed record TrialAnswer(Signal? Signal, ImmutableArray<FieldError> Errors);
