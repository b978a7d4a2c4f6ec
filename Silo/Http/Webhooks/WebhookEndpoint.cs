using System.Net;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Tenancy;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Silo.Http.Webhooks;

/// <summary>Where alerts come in: size, address, then the source's grain, which knows who may send, how many, and what an alert can say.</summary>
internal static class WebhookEndpoint
{
    /// <summary>
    /// Whoever is not known is answered at a whole multiple of so many milliseconds after the request came: whether a source was in memory, had to be
    /// looked for, or is not there at all, cannot be told by a clock.
    /// </summary>
    public const int RefusalStepMilliseconds = 50;

    // No name begins with a dash: a grain of this key is nobody's.
    private static readonly SourceKey Nobody = new(new TenantId("-"), "-");

    public static void MapWebhooks(this IEndpointRouteBuilder app) =>
        app.MapPost("/webhook/{tenant}/{source}/{token?}", Receive).AllowAnonymous().DisableAntiforgery().WithMetadata(new LimitsItself())
            .WithTags("Webhooks").WithName("Webhook")
            .WithSummary("An alert of a source: the service's own JSON, or whatever the source is set up for. Proven by X-Signature and X-Timestamp, by a secret in the body, or by the token.")
            .Produces<AlertAnswer>(StatusCodes.Status202Accepted).Produces<AlertAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Receive(
        string tenant, string source, string? token, HttpContext http, IClusterClient grains, WebhookLimits limits, RefusalLines lines)
    {
        var began = TimeProvider.System.GetTimestamp();
        var sender = new Sender(tenant, source, http.Connection.RemoteIpAddress ?? IPAddress.Loopback);
        try
        {
            var (body, tooLarge) = await AlertBody.Read(http.Request);
            if (body is null)
                return Refuse("too_large", sender, tooLarge!, lines);
            if (limits.Refuse(sender.Address) is { } wait)
                return Refuse("address_limit", sender, new FieldError("requests", "more than this client address may send in a minute", $"try again in {TooMany.Seconds(wait)} seconds"), lines, wait);
            var reply = await Ask(grains, sender, token, body, http.Request);
            return await Answer(reply, sender, began, lines, http.RequestAborted);
        }
        catch (Exception fault) when (AwayHandler.IsAway(fault))
        {
            // The handler of such faults answers and writes the line.
            WebhookMetrics.Count("away");
            throw;
        }
        catch (BadHttpRequestException broken)
        {
            WebhookMetrics.Count("broken_off");
            return Problems.Of(broken.StatusCode, "The request did not come whole", "body", string.Empty, "send it again");
        }
    }

    private static async Task<AlertReply> Ask(IClusterClient grains, Sender sender, string? token, string body, HttpRequest request)
    {
        // A name that no source can have goes the way of one that is not there.
        var key = TenantNames.IsName(sender.Tenant) && TenantNames.IsName(sender.Source) ? new SourceKey(new TenantId(sender.Tenant), sender.Source) : Nobody;
        using (Caller.As(key.Tenant))
        {
            return await grains.SignalSource(key).Receive(new AlertRequest(
                body, One(request, SourceSignature.Header), One(request, SourceSignature.TimestampHeader), token, sender.Address.ToString()));
        }
    }

    private static async Task<IResult> Answer(AlertReply reply, Sender sender, long began, RefusalLines lines, CancellationToken cancellation)
    {
        switch (reply.Outcome)
        {
            case AlertOutcome.Accepted or AlertOutcome.Duplicate:
                var isNew = reply.Outcome == AlertOutcome.Accepted;
                WebhookMetrics.Count(isNew ? "accepted" : "duplicate");
                WebhookMetrics.RecordDuration(TimeProvider.System.GetElapsedTime(began));
                var answer = new AlertAnswer(reply.SignalId!, isNew ? "accepted" : "duplicate");
                return isNew ? TypedResults.Accepted((string?)null, answer) : TypedResults.Ok(answer);
            case AlertOutcome.Invalid:
                lines.Add("invalid", sender, reply.Errors[0].Field);
                WebhookMetrics.Count("invalid");
                return Problems.Of(StatusCodes.Status400BadRequest, "The alert is not understood", reply.Errors);
            case AlertOutcome.TooMany:
                return Refuse("too_many", sender, reply.Errors[0], lines, reply.RetryAfter);
            case AlertOutcome.Away:
                return Refuse("away", sender, reply.Errors[0], lines, TimeSpan.FromSeconds(AwayHandler.RetrySeconds));
            default:
                await Task.Delay(UntilTheStep(TimeProvider.System.GetElapsedTime(began)), TimeProvider.System, cancellation);
                return Refuse("unauthorised", sender, new FieldError(
                    "credentials", "not known", "check tenant, source, and secret, token or signature; a signature's timestamp may be five minutes off"), lines);
        }
    }

    private static IResult Refuse(string result, Sender sender, FieldError error, RefusalLines lines, TimeSpan? wait = null)
    {
        WebhookMetrics.Count(result);
        lines.Add(result, sender, error.Field);
        return result switch
        {
            "too_large" => Problems.Of(StatusCodes.Status413PayloadTooLarge, "The alert is too long", [error]),
            "unauthorised" => Problems.Of(StatusCodes.Status401Unauthorized, "The alert is from nobody known", [error]),
            "away" => new Later(StatusCodes.Status503ServiceUnavailable, "A part of the service is away", error, wait!.Value),
            _ => new Later(StatusCodes.Status429TooManyRequests, "Too many alerts", error, wait!.Value),
        };
    }

    private static TimeSpan UntilTheStep(TimeSpan elapsed)
    {
        var step = TimeSpan.FromMilliseconds(RefusalStepMilliseconds).Ticks;
        return TimeSpan.FromTicks(step - (elapsed.Ticks % step));
    }

    // A header that is there twice is none.
    private static string? One(HttpRequest request, string header) => request.Headers[header] is { Count: 1 } values ? values[0] : null;

    /// <summary>An answer that says when to come again.</summary>
    private sealed class Later(int status, string title, FieldError error, TimeSpan wait) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = TooMany.Seconds(wait);
            return Problems.Of(status, title, [error]).ExecuteAsync(httpContext);
        }
    }
}

/// <summary>Who an alert says it is from, and where it came from.</summary>
internal readonly record struct Sender(string Tenant, string Source, IPAddress Address);

/// <param name="Id">The signal's id; of a duplicate the first one's.</param>
/// <param name="Status"><c>accepted</c> or <c>duplicate</c>.</param>
internal sealed record AlertAnswer(string Id, string Status);

/// <summary>The endpoint counts addresses itself, after it has looked at the size.</summary>
internal sealed class LimitsItself;
