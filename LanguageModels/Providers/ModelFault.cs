namespace OrleansTrader.LanguageModels.Providers;

/// <summary>Why there is no usable answer.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people: what happened and what to do. Never holds a key.</param>
/// <param name="RetryAfter">When asking again makes sense, from now; null where nothing is known or it never will.</param>
public sealed record ModelFault(ModelFaultCode Code, string Message, TimeSpan? RetryAfter = null);

public enum ModelFaultCode
{
    /// <summary>The provider is known, its key is not configured.</summary>
    NoKey,

    /// <summary>No provider of that name is configured.</summary>
    UnknownProvider,

    /// <summary>The provider does not know the model.</summary>
    UnknownModel,

    /// <summary>401 or 403.</summary>
    RefusedCredentials,

    /// <summary>The account at the provider has no money left.</summary>
    NoCredit,

    /// <summary>Too many questions, by the provider's count or by our own limit.</summary>
    RateLimited,

    /// <summary>5xx, or an answer that is not in the provider's protocol.</summary>
    ServerError,

    /// <summary>No answer within the question's time.</summary>
    Timeout,

    /// <summary>The answer ends in the middle, at the limit of output tokens.</summary>
    CutOff,

    /// <summary>The model or the provider's filter declined.</summary>
    Refusal,

    /// <summary>An answer without text.</summary>
    Empty,

    /// <summary>The provider finds the question wrong, or we do.</summary>
    BadRequest,

    /// <summary>The provider failed so often of late that it is left alone for a while.</summary>
    BreakerOpen,

    /// <summary>The question is longer than the model takes, or the answer longer than we do.</summary>
    TooLong,

    /// <summary>No connection: name, address, certificate, or a redirect.</summary>
    Unreachable,

    /// <summary>Our own budget of the day does not cover the question: it was not asked.</summary>
    OverBudget,
}

/// <summary>Codes as text, for records and pages.</summary>
public static class ModelFaultCodes
{
    private static readonly string[] Words = [.. Enum.GetNames<ModelFaultCode>().Select(Underscored)];

    /// <summary>The code in lower case with underscores, e.g. <c>no_key</c>.</summary>
    public static string Word(this ModelFaultCode code) => Words[(int)code];

    private static string Underscored(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
