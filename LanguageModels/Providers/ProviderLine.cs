using Microsoft.Extensions.Logging;
using OrleansTrader.LanguageModels.Resilience;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>One provider with one key: its chat clients behind its gate.</summary>
internal sealed class ProviderLine : IDisposable
{
    /// <summary>A silence shorter than this says more about the question than about the provider: one hasty agent must not shut out the others.</summary>
    public static readonly TimeSpan PatienceMin = TimeSpan.FromSeconds(20);

    private readonly ChatClients? _clients;
    private readonly ProviderGate _gate;
    private readonly AnswerForms _forms;
    private readonly ILogger _log;

    public ProviderLine(ProviderSettings settings, ModelEndpointRule rule, TimeProvider time, ulong seed, ILogger log)
    {
        Settings = settings;
        _log = log;
        _forms = new AnswerForms(settings.Kind, settings.Structured);
        _gate = new ProviderGate(settings.Name, settings.RequestsPerMinute, settings.ConcurrentMax, time, seed, log);
        _clients = settings.Endpoint is { } endpoint ? new ChatClients(settings, endpoint, rule, time) : null;
    }

    public ProviderSettings Settings { get; }

    public ModelProviderInfo Info => new(
        Settings.Name, Settings.Kind, Settings.Endpoint, Settings.Remedy is null, Settings.Remedy, Settings.Structured, Settings.RequestsPerMinute, _gate.IsOpen);

    /// <summary>Asks with retries; the provider has an endpoint, and a key if it needs one.</summary>
    /// <param name="either">Fires when the caller gives up or the deadline is past.</param>
    /// <param name="caller">Fires when the caller gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up, or time was up while waiting for a turn.</exception>
    public ValueTask<(Attempt Last, int Attempts)> Ask(ModelQuestion question, Deadline deadline, CancellationToken either, CancellationToken caller) =>
        _gate.Run(cancellation => Once(question, deadline, cancellation, caller), deadline, either);

    public void Dispose()
    {
        _clients?.Dispose();
        _gate.Dispose();
    }

    private async ValueTask<Attempt> Once(ModelQuestion question, Deadline deadline, CancellationToken either, CancellationToken caller)
    {
        var trace = AttemptTrace.Begin();
        var given = deadline.Left;
        var form = _forms.For(question.Model.Model);
        try
        {
            var client = _clients!.For(question.Model.Model);
            return Attempt.Of(ModelDialogue.Read(await ModelDialogue.Ask(client, question, form, Settings.Stream, either), Settings.Name));
        }
        catch (Exception) when (either.IsCancellationRequested)
        {
            caller.ThrowIfCancellationRequested();
            return new Attempt(Reply: null, FaultReader.TimeIsUp(question), Again: false, IsOutage: given >= PatienceMin);
        }
        catch (Exception thrown)
        {
            var attempt = FaultReader.Read(question.Model, Settings, trace, thrown);
            return question.Schema is not null && FaultReader.RefusesForm(attempt, trace) ? InWeakerForm(question.Model.Model, form, attempt) : attempt;
        }
    }

    private Attempt InWeakerForm(string model, StructuredOutput refused, Attempt attempt)
    {
        if (!_forms.TryWeaken(model, refused))
            return attempt;
        _log.LogInformation("{Provider}/{Model} refuses {Form} and is asked as {Weaker} from now on", Settings.Name, model, refused, _forms.For(model));
        return attempt with { Again = true, AtOnce = true };
    }
}
