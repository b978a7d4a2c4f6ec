using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Silo.Replay;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>What became of a change, as HTTP says it: 404 where something is not there, 409 where it stands in the way, 422 where the request itself cannot be.</summary>
internal static class Answers
{
    public static IResult Of(CommandReply reply) => reply switch
    {
        { IsDone: true } => TypedResults.Ok(reply),
        { Refusal: { Code: RefusalCode.QuotaExceeded } refusal } => new QuotaSpent(refusal),
        { Refusal: { } refusal } => Problems.Of(
            StatusOf(refusal.Code), "Refused", [ErrorOf(refusal)]),
        _ => Unknown(reply.Fault ?? "the outcome is not known"),
    };

    /// <summary>Nobody knows whether it was carried out: the same request with the same key finds out, and does nothing twice.</summary>
    public static IResult Unknown(string fault) => Problems.Of(
        StatusCodes.Status503ServiceUnavailable, "The outcome is not known", "command", fault, "send the same request with the same Idempotency-Key again");

    /// <param name="refused">What a refusal means: 409 where the present state stands in the way, 422 where the request cannot be.</param>
    public static IResult? Refused(SetupReply reply, int refused) =>
        reply.IsRefused ? Problems.Of(refused, "Refused", reply.Errors) : null;

    public static IResult? Wrong(ImmutableArray<FieldError> errors, int status = StatusCodes.Status400BadRequest) =>
        errors.IsEmpty ? null : Problems.Of(status, "The request is not understood", errors);

    private static FieldError ErrorOf(Refusal refusal) => new(JsonNamingPolicy.CamelCase.ConvertName(refusal.Field), refusal.Value, refusal.Remedy);

    private static int StatusOf(RefusalCode code) => code switch
    {
        RefusalCode.NotAllowed => StatusCodes.Status403Forbidden,
        RefusalCode.NotOpened or RefusalCode.UnknownOrder or RefusalCode.NoPosition => StatusCodes.Status404NotFound,
        RefusalCode.AlreadyOpened or RefusalCode.Halted or RefusalCode.NotHalted or RefusalCode.NoMarket or RefusalCode.StaleMarket
            or RefusalCode.WrongTransition or RefusalCode.PositionOpen or RefusalCode.OrdersOpen or RefusalCode.AgentActive
            or RefusalCode.NoLiquidity or RefusalCode.Expired => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>Tells the wait of the service's clock, which a replay may run faster or slower, in real time.</summary>
    private sealed class QuotaSpent(Refusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var wait = refusal.RetryAfter ?? TimeSpan.FromMinutes(1);
            var real = httpContext.RequestServices.GetService<TimeProvider>() is ScaledTimeProvider scaled ? wait / scaled.Speed : wait;
            return new TooMany("Refused", ErrorOf(refusal), real).ExecuteAsync(httpContext);
        }
    }
}
