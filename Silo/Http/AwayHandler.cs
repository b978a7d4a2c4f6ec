using Microsoft.AspNetCore.Diagnostics;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Silo.Http;

/// <summary>What a request is answered while a silo or the database is away: not an error of ours or the caller's, and soon over.</summary>
internal sealed partial class AwayHandler(ILogger<AwayHandler> logger) : IExceptionHandler
{
    /// <summary>When to ask again, in seconds; a silo that was killed is voted out after some three.</summary>
    public const int RetrySeconds = 3;

    public static bool IsAway(Exception fault) => fault is TimeoutException or OrleansException or JournalException;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsAway(exception))
            return false;
        LogAway(logger, exception.Message);
        httpContext.Response.Headers.RetryAfter = RetrySeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Problems.Of(
            StatusCodes.Status503ServiceUnavailable, "A part of the service is away", "service", "did not answer", "send the request again in a few seconds")
            .ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(1, LogLevel.Warning, "A request was not answered: {Problem}")]
    private static partial void LogAway(ILogger logger, string problem);
}
