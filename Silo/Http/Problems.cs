using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OrleansTrader.Trading;

namespace OrleansTrader.Silo.Http;

/// <summary>Answers that something is wrong, as RFC 9457 has them, each naming field, value and remedy.</summary>
internal static class Problems
{
    /// <summary>Longest value that is told back, in characters.</summary>
    private const int ValueLengthMax = 200;

    public static ProblemHttpResult Of(int status, string title, string field, string value, string remedy)
    {
        var shown = value.Length > ValueLengthMax ? string.Concat(value.AsSpan(0, ValueLengthMax), "…") : value;
        var error = new FieldError(field, shown, remedy);
        return TypedResults.Problem(new ProblemDetails
        {
            Status = status,
            Title = title,
            Detail = error.ToString(),
            Extensions = { ["errors"] = new[] { error } },
        });
    }

    public static ProblemHttpResult NotFound(string field, string value, string remedy) =>
        Of(StatusCodes.Status404NotFound, "Not found", field, value, remedy);

    public static ProblemHttpResult BadParameter(FieldError error) =>
        Of(StatusCodes.Status400BadRequest, "A parameter is not understood", error.Field, error.Value, error.Remedy);
}
