using Microsoft.OpenApi;
using OrleansTrader.Grains.Accounts;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>What the OpenAPI document says of endpoints that change something.</summary>
internal static class DescribedChanges
{
    /// <summary>The endpoint reads a JSON object; without a field that must be there it says so.</summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder endpoint)
        where T : notnull => endpoint.AddOpenApiOperationTransformer(static async (operation, context, cancellation) =>
    {
        // Said by hand: metadata of accepted types would send a request without a body elsewhere.
        var schema = await context.GetOrCreateSchemaAsync(typeof(T), parameterDescription: null, cancellation);
        operation.RequestBody = new OpenApiRequestBody
        {
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Body.ContentType] = new() { Schema = schema } },
        };
    });

    /// <summary>The endpoint changes money: it takes a key, and answers a repeated request as it did the first.</summary>
    public static RouteHandlerBuilder TakesKey(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = RequestKey.Header,
                In = ParameterLocation.Header,
                Required = true,
                Description = "New for each change; the same key with the same request, byte for byte, gets the first answer, with another one 422.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = RequestKey.LengthMax },
            });
            return Task.CompletedTask;
        });

    /// <summary>A command to an account: with a key, answered by what became of it.</summary>
    public static RouteHandlerBuilder Commands(this RouteHandlerBuilder endpoint) =>
        endpoint.TakesKey().Produces<CommandReply>().ProducesProblem(StatusCodes.Status503ServiceUnavailable).Refuses();

    /// <summary>A change that is idempotent by itself, answered by what is so now.</summary>
    public static RouteHandlerBuilder Changes<T>(this RouteHandlerBuilder endpoint) => endpoint.Produces<T>().Refuses();

    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}
