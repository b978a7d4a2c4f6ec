using System.Globalization;
using OrleansTrader.Trading;

namespace OrleansTrader.Silo.Http;

/// <summary>The answer 429; every one tells in how many seconds there is headroom again.</summary>
/// <param name="wait">Real time until then.</param>
internal sealed class TooMany(string title, FieldError error, TimeSpan wait) : IResult
{
    /// <summary>As the header Retry-After says it: whole seconds, at least one, never too early.</summary>
    public static string Seconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = Seconds(wait);
        return Problems.Of(StatusCodes.Status429TooManyRequests, title, [error]).ExecuteAsync(httpContext);
    }
}
