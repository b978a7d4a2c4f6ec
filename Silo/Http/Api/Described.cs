using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Silo.Http.Api;

/// <summary>What the OpenAPI document says of endpoints, beyond what it sees by itself.</summary>
internal static class Described
{
    private static readonly Type[] WrittenAsText =
    [
        typeof(decimal), typeof(Symbol), typeof(SymbolKey), typeof(AccountKey), typeof(AgentKey), typeof(VersionKey), typeof(TenantId),
        typeof(OrderId), typeof(CommandId), typeof(Interval), typeof(SymbolSet), typeof(SymbolAmounts), typeof(AssetGroups), typeof(TradingHours),
    ];

    /// <summary>The endpoint answers a page of a list.</summary>
    public static RouteHandlerBuilder Pages<T>(this RouteHandlerBuilder endpoint) => endpoint
        .Takes("limit", "Most rows, 1 to 1000; 100 without it.", "integer")
        .Takes("before", "The 'next' of the page before; the newest rows without it.", "integer")
        .Produces<Page<T>>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>The endpoint reads an optional parameter of the query.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, string name, string description, string type = "string") =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Description = description,
                Schema = new OpenApiSchema { Type = type is "integer" ? JsonSchemaType.Integer : JsonSchemaType.String },
            });
            return Task.CompletedTask;
        });

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "OrleansTrader",
                Version = "v1",
                Description = "Reads and changes accounts, orders, agents and strategy versions; reads markets. Decimals are strings, instants are ISO 8601 "
                    + "in UTC. Send an API key as a bearer token; on an unconfigured start reading needs nothing and a change the control key. A change of money needs an Idempotency-Key too.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["controlKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The text of control.key in the data directory." },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (WrittenAsText.Contains(type))
            {
                schema.Type = JsonSchemaType.String;
                schema.Examples = Example(type) is { } example ? [example] : null;
            }

            return Task.CompletedTask;
        });
    });

    private static JsonNode? Example(Type type) =>
        type == typeof(decimal) ? "0.25"
        : type == typeof(Symbol) ? "BTC-USDT"
        : type == typeof(SymbolKey) ? "simulated/BTC-USDT"
        : type == typeof(Interval) ? "1m"
        : type == typeof(AccountKey) || type == typeof(AgentKey) ? "demo/trend"
        : null;
}
