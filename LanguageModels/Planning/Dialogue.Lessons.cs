using System.Collections.Immutable;
using OrleansTrader.Grains.Agents;
using OrleansTrader.LanguageModels.Lessons;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>The question beside the plan: what closed trades teach.</summary>
internal sealed partial class Dialogue
{
    // Asked at the same time as the plan. A plan that trades never waits for it; one that holds has the time.
    private async Task<ModelPlan> WithLessons(Task<ModelPlan> planning, CancellationToken cancellation)
    {
        if (query.Reviews.IsEmpty)
            return await planning;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reviewing = Review(giveUp.Token, cancellation);
        try
        {
            var plan = await planning;
            if (plan.Decision is { IsHold: false })
                await giveUp.CancelAsync();
            return plan with { Lessons = await reviewing };
        }
        catch
        {
            await giveUp.CancelAsync();
            throw;
        }
    }

    // Whatever goes wrong: the rules' words.
    private async Task<ImmutableArray<Lesson>> Review(CancellationToken giveUp, CancellationToken cancellation)
    {
        var prompt = LessonQuestion.Of(_question.Show(query.Reviews));
        var began = time.GetTimestamp();
        try
        {
            var answer = await Ask(LessonQuestion.Role, _config.Model, prompt, LessonQuestion.Schema, LessonQuestion.TokensMax, giveUp);
            return answer.Fault is null ? LessonAnswer.Read(answer.Text, query.Reviews) : query.Reviews;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var fault = new ModelFault(ModelFaultCode.Timeout, "given up: the plan was ready and does not wait");
            var nothing = new ModelAnswer(string.Empty, ModelName.Parse(_config.Model), default, null, time.GetElapsedTime(began), fault, [], Attempts: 1);
            lock (_lock)
                _turns.Add(new Turn(LessonQuestion.Role, prompt, nothing));
            return query.Reviews;
        }
    }
}
