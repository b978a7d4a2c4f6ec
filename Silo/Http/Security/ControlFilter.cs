using Microsoft.AspNetCore.Antiforgery;
using OrleansTrader.Dashboard.Live;

namespace OrleansTrader.Silo.Http.Security;

/// <summary>
/// Lets only those change something by HTTP who mean to: a browser adds a cookie, or this machine's address, to whatever a foreign page
/// sends, so these take a token beside; a key does not. What only reads needs none.
/// </summary>
internal sealed class ControlFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var asker = http.RequestServices.GetRequiredService<ISite>().Asker;
        return asker.Means switch
        {
            AskerMeans.Demo => WithoutControlKey(http),
            AskerMeans.Session when !await antiforgery.IsRequestValidAsync(http) => WithoutToken(),
            _ => await next(context),
        };
    }

    private static IResult WithoutControlKey(HttpContext http)
    {
        // What was shown may be nearly the key: it is not told back.
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(
            StatusCodes.Status401Unauthorized, "A change needs the control key", "Authorization",
            http.Request.Headers.Authorization.Count == 0 ? string.Empty : "not the key",
            $"send 'Authorization: Bearer KEY' with the text of {ControlKey.FileName} in the service's data directory, e.g. data/simulated/{ControlKey.FileName}; trader reads it by itself");
    }

    private static IResult WithoutToken() => Problems.Of(
        StatusCodes.Status400BadRequest, "The change came without its token", "RequestVerificationToken", string.Empty,
        "a change made with a session's cookie needs an antiforgery token; programs use an API key instead");
}
