using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>What a question may cost, in US dollars: known before it is asked.</summary>
/// <param name="Input">For reading it.</param>
/// <param name="Whole">For reading it and for the longest answer that it allows.</param>
/// <param name="PerToken">What a token is taken to cost where no price is known.</param>
internal readonly record struct CostEstimate(decimal Input, decimal Whole, decimal PerToken)
{
    /// <summary>
    /// Figures and JSON fall into tokens of about two characters, plain words into tokens of about four. A high estimate asks a little less than
    /// the budget allows; a low one would overrun it.
    /// </summary>
    private const int CharactersPerToken = 2;

    private const decimal TokensPerPrice = 1_000_000m;

    public static CostEstimate Of(ModelQuestion question, IModels models, ModelDeskOptions options)
    {
        var characters = question.System.Length + question.User.Length + (question.Schema?.GetRawText().Length ?? 0);
        var input = new TokenUse((characters + CharactersPerToken - 1) / CharactersPerToken, 0, 0, 0);
        var perToken = options.AssumedUsdPerMillionTokens / TokensPerPrice;
        return new CostEstimate(Price(input), Price(input with { Output = question.OutputTokensMax }), perToken);

        decimal Price(TokenUse tokens) => models.PriceOf(question.Model, tokens) ?? tokens.Total * perToken;
    }

    /// <summary>
    /// What an answer counts: what is known of its cost; else its tokens at the assumed price; else, where the model may have read the question
    /// and nobody counted, the estimate of that.
    /// </summary>
    public decimal CostOf(ModelAnswer answer) => answer switch
    {
        { CostUsd: { } known } => known,
        { Tokens.Total: > 0 } => answer.Tokens.Total * PerToken,
        { Attempts: > 0 } when MayHaveBeenRead(answer.Fault) => Input,
        _ => 0m,
    };

    // All others are refusals of the provider or of our own, for which nobody bills.
    private static bool MayHaveBeenRead(ModelFault? fault) => fault is null or
    {
        Code: ModelFaultCode.Timeout or ModelFaultCode.CutOff or ModelFaultCode.Refusal or ModelFaultCode.Empty or ModelFaultCode.TooLong,
    };
}
