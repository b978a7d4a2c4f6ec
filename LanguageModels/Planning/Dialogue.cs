using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.LanguageModels.Lessons;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>One cycle's conversation with its models, by the mode of its version, and all that was said in it.</summary>
internal sealed partial class Dialogue(ModelQuery query, IModels models, ModelBudgets budgets, ModelDeskOptions options, TimeProvider time)
{
    /// <summary>Most tokens of a report or of findings: they go into another question.</summary>
    private const int ReportTokensMax = 1_500;

    private static readonly (string Role, string Instructions)[] Analysts =
    [
        ("technical", Roles.Technical), ("sentiment", Roles.Sentiment), ("risk", Roles.Risk),
    ];

    private readonly ModelConfig _config = query.Config.Model!;
    private readonly Question _question = Question.Of(query, options.DisguiseSeed);
    private readonly List<Turn> _turns = [];
    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private ImmutableArray<FieldError> _errors = [];
    private decimal _cost;

    /// <summary>What is asked, however it is answered.</summary>
    public Question Question => _question;

    /// <summary>Whether the budget ended it in the middle: what came of it is no answer to the question.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Asks whom the version's mode names. Faults are holds.</summary>
    public async Task<ModelPlan> Plan(CancellationToken cancellation)
    {
        var plan = await Converse(cancellation);
        if (plan.Lessons.IsEmpty)
            plan = plan with { Lessons = query.Reviews };
        return plan.Decision is { } decision ? plan with { Decision = _question.Reveal(decision) } : plan;
    }

    private async Task<ModelPlan> Converse(CancellationToken cancellation)
    {
        if (NotReady() is { } missing)
            return Hold(missing, isFailure: false);
        if (!IsFree && await budgets.Refuse(query.Agent.Tenant, cancellation) is { } spent)
            return Hold(spent, isFailure: false) with { IsOverBudget = true };
        return await WithLessons(ByMode(cancellation), cancellation);
    }

    // The tenant's own server alone: the platform pays for nothing. A budget of zero is the operator's word that nobody is asked.
    private bool IsFree => _config is { Endpoint: not null, Assistant: null } && options.DailyBudgetUsd > 0m;

    private async Task<ModelPlan> ByMode(CancellationToken cancellation) => _config.Mode switch
    {
        ModelMode.ResearchFirst => await Research(cancellation),
        ModelMode.SecondOpinion => await TwoOpinions(cancellation),
        ModelMode.Panel => await Panel(cancellation),
        _ => (await Decide("plan", _config.Model, [], cancellation)).Plan,
    };

    /// <summary>What is kept of it, and the pieces of text that are to be kept with it.</summary>
    /// <param name="isKept">Tells the pieces that need not be kept again; null: all are to be kept.</param>
    public DecisionRecordRow Record(ModelPlan plan, out IReadOnlyDictionary<string, TextPartRow> parts, Func<string, bool>? isKept = null)
    {
        var pieces = new Dictionary<string, TextPartRow>(StringComparer.Ordinal);
        parts = pieces;
        return new DecisionRecordRow(
            query.Agent, query.Account, query.Version, query.Cycle, query.Observation.At, _question.ObservationHash, _question.ConfigHash,
            [.. _turns.OrderBy(IsBeside).Select(turn => Told(turn, pieces, isKept))], plan.Decision is null ? null : ContractJson.EncodeText(plan.Decision), plan.HoldReason,
            _errors, _cost, time.GetElapsedTime(_began), plan.IsFailure)
        {
            Lessons = plan.Lessons,
        };
    }

    // What was asked beside the plan comes last, whichever answer was first.
    private static bool IsBeside(Turn turn) => string.Equals(turn.Role, LessonQuestion.Role, StringComparison.Ordinal);

    private ModelTurn Told(Turn turn, Dictionary<string, TextPartRow> parts, Func<string, bool>? isKept) => new(
        turn.Role, Named(turn.Answer.Model), TextParts.Split(turn.Asked.System, parts, isKept),
        TextParts.Split(turn.Asked.User, parts, isKept), TextParts.Split(turn.Answer.Text, parts, isKept),
        turn.Answer.Tokens.Input, turn.Answer.Tokens.Output, turn.Answer.CostUsd, turn.Answer.Latency, turn.Answer.Attempts,
        turn.Answer.Fault is { } fault ? $"{fault.Code.Word()}: {fault.Message}" : null);

    private string Named(ModelName model) => EndpointOf(model) is { } own ? $"{model} at {own.Address.Authority}" : model.ToString();

    private TenantEndpoint? EndpointOf(ModelName model) =>
        _config.Endpoint is { } address && string.Equals(model.Provider, ModelConfig.TenantProvider, StringComparison.OrdinalIgnoreCase)
            ? new TenantEndpoint(query.Agent.Tenant, new Uri(address))
            : null;

    private async Task<ModelPlan> Research(CancellationToken cancellation)
    {
        var assets = string.Join(", ", query.Observation.Symbols.Select(static market => market.Symbol.Base));
        var found = await Ask("research", _config.Assistant!, new Prompt(Roles.Research, $"The assets: {assets}."), null, ReportTokensMax, cancellation);
        if (found.Fault is not null)
            return Failed(found.Fault);
        var sources = string.Concat(found.Citations.Select(static (citation, i) => $"\n[{i + 1}] {citation.Title ?? citation.Url} {citation.Date} {citation.Url}"));
        return (await Decide("plan", _config.Model, [new QuotedText("research", _config.Assistant!, query.Observation.At, found.Text + sources)], cancellation)).Plan;
    }

    private async Task<ModelPlan> TwoOpinions(CancellationToken cancellation)
    {
        var (plan, first) = await Decide("plan", _config.Model, [], cancellation);
        if (first is null || first.IsHold)
            return plan;
        var (other, second) = await Decide("second opinion", _config.Assistant!, [], cancellation);
        if (second is null)
            return other;
        var agreed = Agreement.Of(first, second);
        return new ModelPlan(query.Cycle, agreed, null, IsFailure: false);
    }

    private async Task<ModelPlan> Panel(CancellationToken cancellation)
    {
        var seen = PromptBuilder.Show(_question.Json);
        var reports = await Task.WhenAll(Analysts.Select(async analyst =>
        {
            var answer = await Ask(analyst.Role, _config.Model, new Prompt(analyst.Instructions, seen), null, ReportTokensMax, cancellation);
            return (analyst.Role, Answer: answer);
        }));
        if (reports.FirstOrDefault(static report => report.Answer.Fault is not null).Answer?.Fault is { } fault)
            return Failed(fault);
        var quoted = reports.Select(report => new QuotedText($"{report.Role}-analyst", _config.Model, query.Observation.At, report.Answer.Text));
        return (await Decide("trader", _config.Model, [.. quoted], cancellation)).Plan;
    }

    // One repair round; an answer that cannot be used then is a hold.
    private async Task<(ModelPlan Plan, Decision? Decision)> Decide(
        string role, string model, ImmutableArray<QuotedText> quoted, CancellationToken cancellation)
    {
        var (seen, bounds) = (_question.Observation, _question.Bounds);
        var prompt = PromptBuilder.Build(new PromptParts(seen, bounds, _question.Strategy) { Quoted = quoted }, _question.Json);
        for (var isRepair = false; ; isRepair = true)
        {
            var answer = await Ask(isRepair ? "repair" : role, model, prompt, DecisionSchema.For(seen), _config.OutputTokensMax, cancellation);
            if (answer.Fault is { } fault)
                return (Failed(fault), null);
            var reading = DecisionReader.Read(answer.Text, seen, bounds);
            _errors = reading.Errors;
            if (reading.Decision is { } decision)
                return (new ModelPlan(query.Cycle, decision, null, IsFailure: false), decision);
            if (isRepair)
                return (Hold($"the answer could not be used: {FieldError.Join(reading.Errors)}", isFailure: true), null);
            prompt = PromptBuilder.Repair(prompt, answer.Text, reading.Errors);
        }
    }

    private async Task<ModelAnswer> Ask(string role, string model, Prompt prompt, JsonElement? schema, int tokensMax, CancellationToken cancellation)
    {
        var schemaName = string.Equals(role, LessonQuestion.Role, StringComparison.Ordinal) ? LessonQuestion.SchemaName : DecisionSchema.Name;
        var name = ModelName.Parse(model);
        var question = new ModelQuestion(name, prompt.System, prompt.User, schema, schemaName, tokensMax, _config.Temperature, _config.AnswerWithin)
        {
            Endpoint = EndpointOf(name),
        };
        if (question.Endpoint is not null)
            return Heard(role, prompt, await models.Ask(question, cancellation));
        var estimate = CostEstimate.Of(question, models, options);
        var (share, refusal) = await budgets.Reserve(query.Agent.Tenant, estimate.Whole, cancellation);
        using var reserved = share;
        IsCutShort |= share is null && !string.Equals(role, LessonQuestion.Role, StringComparison.Ordinal);
        if (share is null)
            return new ModelAnswer(string.Empty, question.Model, default, null, TimeSpan.Zero, new ModelFault(ModelFaultCode.OverBudget, refusal!), [], 0);
        try
        {
            var answer = await models.Ask(question, cancellation);
            Count(share, estimate.CostOf(answer));
            return Heard(role, prompt, answer);
        }
        catch (OperationCanceledException)
        {
            // Given up while it was out: the model may have read it.
            Count(share, estimate.Input);
            throw;
        }
    }

    private ModelAnswer Heard(string role, Prompt prompt, ModelAnswer answer)
    {
        lock (_lock)
            _turns.Add(new Turn(role, prompt, answer));
        return answer;
    }

    private void Count(BudgetShare share, decimal cost)
    {
        share.Settle(cost);
        lock (_lock)
            _cost += cost;
    }

    private string? NotReady()
    {
        foreach (var model in new[] { _config.Model, _config.Assistant }.OfType<string>())
        {
            var named = ModelName.Parse(model);
            if (EndpointOf(named) is not null)
                continue;
            var name = named.Provider;
            var provider = models.Providers.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
            if (provider is null)
                return $"there is no provider '{name}' any more";
            if (!provider.Ready)
                return $"{name} cannot be asked: {provider.Remedy}";
        }

        return null;
    }

    private ModelPlan Failed(ModelFault fault) => Hold(fault.Message, isFailure: fault.Code != ModelFaultCode.OverBudget) with { IsOverBudget = fault.Code == ModelFaultCode.OverBudget };

    private ModelPlan Hold(string reason, bool isFailure) => ModelPlan.Hold(query.Cycle, reason, isFailure);

    private sealed record Turn(string Role, Prompt Asked, ModelAnswer Answer);
}
