using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Silo.Http.Api.Changes;
using OrleansTrader.Silo.Http.Security;

namespace OrleansTrader.Silo.Http.Api.Notifications;

/// <summary>The tenant's alerts, and the destinations that they are sent to.</summary>
internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts", Alerts).WithTags("Notifications").WithName("Alerts").WithSummary("What a person should know, newest first.")
            .Takes("kind", "Only these kinds, divided by commas: service, entry, exit, breakerTripped, refusal, reconciliationMismatch, budget, dailySummary.")
            .Pages<AlertRow>();

        var read = api.MapGroup("/notifications").WithTags("Notifications").RequireAuthorization(Policies.Operator);
        read.MapGet("/", static (INotifications notifications) => notifications.Destinations()).WithName("Destinations")
            .WithSummary("Where alerts are sent to, and how it goes; without addresses and secrets.");
        read.MapGet("/dead-letters", static (INotifications notifications) => notifications.DeadLetters()).WithName("DeadLetters")
            .WithSummary("The latest alerts that were given up, newest first.");

        var change = api.MapGroup("/notifications").WithTags("Notifications").RequireAuthorization(Policies.Operator).AddEndpointFilter<ControlFilter>();
        change.MapPut("/{destination}", Set).WithName("SetDestination")
            .WithSummary("Sets a destination; one of that name is replaced, but address and secrets that are left out stay. A signing secret that is made here is answered this once.")
            .TakesBody<DestinationRequest>().Changes<DestinationAnswer>();
        change.MapDelete("/{destination}", Remove).WithName("RemoveDestination").WithSummary("Forgets a destination, with what waits for it.").Changes<SetupReply>();
        change.MapPost("/{destination}/test", Test).WithName("TestDestination")
            .WithSummary("Sends a message that says so, behind all that waits, and tries a destination that failed at once.").Changes<SetupReply>();
    }

    private static async Task<IResult> Alerts(HttpRequest request, INotifications notifications)
    {
        var query = new Query(request.Query);
        var page = query.Page();
        var faults = new Faults();
        var kinds = query.Named(
            "kind", ImmutableArray<AlertKind>.Empty,
            (string text, out ImmutableArray<AlertKind> found) =>
            {
                found = KindsOf(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), "kind", faults);
                return faults.Errors.IsEmpty;
            },
            "name kinds of alerts, divided by commas, e.g. entry,exit");
        return query.Problem is { } problem ? problem : TypedResults.Ok(await notifications.Alerts(kinds, page));
    }

    private static Task<IResult> Set(string destination, HttpRequest request, INotifications notifications) => ChangeDesk.Run<DestinationRequest>(request, async (body, faults) =>
    {
        var given = new DestinationInput(destination, faults.Named<DestinationFormat>("format", body.Format))
        {
            Url = body.Url,
            Secret = body.Secret,
            Chat = body.Chat,
            Kinds = KindsOf(body.Kinds ?? [], "kinds", faults),
            Severity = faults.Named("severity", body.Severity, (AlertSeverity?)AlertSeverity.Information),
            Accounts = [.. body.Accounts ?? []],
            IsEnabled = body.Enabled ?? true,
        };
        if (!faults.Errors.IsEmpty)
            return null;
        var made = await notifications.Set(given);
        if (Answers.Refused(made.Reply, StatusCodes.Status422UnprocessableEntity) is { } refused)
            return refused;
        var view = (await notifications.Destinations()).FirstOrDefault(known => string.Equals(known.Name, destination, StringComparison.Ordinal));
        return TypedResults.Ok(new DestinationAnswer(view, made.Secret));
    });

    private static async Task<IResult> Remove(string destination, INotifications notifications)
    {
        var reply = await notifications.Remove(destination);
        return reply.Status == SetupStatus.Unchanged
            ? Problems.NotFound("destination", destination, "GET /api/v1/notifications lists all destinations")
            : Answers.Refused(reply, StatusCodes.Status409Conflict) ?? TypedResults.Ok(reply);
    }

    private static async Task<IResult> Test(string destination, INotifications notifications)
    {
        var reply = await notifications.Test(destination);
        return reply is { IsRefused: true, Errors: [{ Field: "name" }, ..] }
            ? Problems.NotFound("destination", destination, "GET /api/v1/notifications lists all destinations")
            : Answers.Refused(reply, StatusCodes.Status409Conflict) ?? TypedResults.Ok(reply);
    }

    private static ImmutableArray<AlertKind> KindsOf(IEnumerable<string?> names, string field, Faults faults) =>
        [.. names.Select(name => faults.Named<AlertKind>(field, name ?? string.Empty))];
}

/// <param name="Format">webhook, slack, discord or telegram.</param>
/// <param name="Url">Of all but Telegram: where to send to, https; sealed at once, of which scheme and host are shown.</param>
/// <param name="Secret">Of a webhook what bodies are signed with, made where none is given; of Telegram the bot's token. Sealed at once, never shown again.</param>
/// <param name="Chat">Of Telegram: the chat's number, or the channel's name with an at sign.</param>
/// <param name="Kinds">Which kinds of alerts; all where it is left out.</param>
/// <param name="Severity">Least severity: information (default), warning or critical.</param>
/// <param name="Accounts">Names of the accounts whose alerts are sent; all where it is left out.</param>
/// <param name="Enabled">One that is off takes no new alerts; on where it is left out.</param>
internal sealed record DestinationRequest(
    string? Format, string? Url, string? Secret, string? Chat, ImmutableArray<string?>? Kinds, string? Severity, ImmutableArray<string>? Accounts, bool? Enabled)
{
    // Whatever prints the request prints no secret; the address may be one.
    public override string ToString() => $"{Format}";
}

/// <param name="Secret">What bodies are signed with, where it was made just now: shown this once.</param>
internal sealed record DestinationAnswer(DestinationView? Destination, string? Secret)
{
    public override string ToString() => $"{Destination?.Name}";
}
