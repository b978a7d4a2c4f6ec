namespace OrleansTrader.Silo.Http.Security;

/// <summary>Lets only those change something who show the control key. What only reads needs none.</summary>
internal sealed class ControlFilter(ControlKey key) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var shown = http.Request.Headers.Authorization.ToString();
        if (key.Fits(shown))
            return await next(context);

        // What was shown may be nearly the key: it is not told back.
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(
            StatusCodes.Status401Unauthorized, "A change needs the control key", "Authorization", shown.Length == 0 ? string.Empty : "not the key",
            $"send 'Authorization: Bearer KEY' with the text of {ControlKey.FileName} in the service's data directory, e.g. data/simulated/{ControlKey.FileName}; trader reads it by itself");
    }
}
