using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OrleansTrader.Trading;

namespace OrleansTrader.Silo.Http;

/// <summary>Answers that something is wrong, as RFC 9457 has them, each naming field, value and remedy.</summary>
internal static class Problems
{
    /// <summary>Longest value that is told back, in characters.</summary>
    private const int ValueLengthMax = 200;

    public static ProblemHttpResult Of(int status, string title, string field, string value, string remedy) =>
        Of(status, title, [new FieldError(field, value, remedy)]);

    /// <param name="errors">At least one; the first is the detail.</param>
    public static ProblemHttpResult Of(int status, string title, ImmutableArray<FieldError> errors)
    {
        var shown = errors.Select(static error => error.Value.Length > ValueLengthMax
            ? error with { Value = string.Concat(error.Value.AsSpan(0, ValueLengthMax), "…") }
            : error).ToArray();
        return TypedResults.Problem(new ProblemDetails
        {
            Status = status,
            Title = title,
            Detail = shown[0].ToString(),
            Extensions = { ["errors"] = shown },
        });
    }

    public static ProblemHttpResult NotFound(string field, string value, string remedy) =>
        Of(StatusCodes.Status404NotFound, "Not found", field, value, remedy);

    public static ProblemHttpResult BadParameter(FieldError error) =>
        Of(StatusCodes.Status400BadRequest, "A parameter is not understood", error.Field, error.Value, error.Remedy);
}
