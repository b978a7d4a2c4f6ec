using System.Collections.Immutable;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Signals.Sources;

/// <summary>A source of alerts: its configuration, its lock, and the door that alerts come in by.</summary>
[GrainType(GrainTypes.SignalSource)]
internal sealed partial class SignalSourceGrain(
    GrainSettings settings,
    [PersistentState(StateNames.SignalSource, StateNames.Storage)] IPersistentState<SourceRecord> state,
    IReadModel readModel,
    ICredentialSealer sealer,
    TimeProvider time) : Grain, ISignalSourceGrain
{
    private SourceKey _key;
    private SourceGate _gate = SourceGate.Shut;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = SourceKey.Parse(this.GetPrimaryKeyString());
        _counts = state.State.Counts;
        Reopen();
        return Task.CompletedTask;
    }

    public async Task<SetupReply> Configure(SourceConfig config, SourceSecret? secret)
    {
        var before = state.State;
        if (await Refuse(config) is { IsEmpty: false } errors)
            return SetupReply.Refuse(errors);
        var needsSecret = before.Config is not { } known || known.Authentication != config.Authentication;
        if (needsSecret && secret is null)
            return SetupReply.Refuse("secret", string.Empty, "a source that is new, or proves itself in another way, needs a secret");
        if (secret is null && string.Equals(ContractJson.EncodeText(before.Config), ContractJson.EncodeText(config), StringComparison.Ordinal))
            return SetupReply.Unchanged;
        var now = time.GetUtcNow();
        var record = before with { Config = config, CreatedAt = before.Config is null ? now : before.CreatedAt };
        if (secret is not null)
        {
            if (Lock(secret, config.Authentication, now, out var made) is { } refused)
                return refused;
            record = record with { Lock = made, Previous = null };
        }

        await Save(record);
        return SetupReply.Done;
    }

    public async Task<SetupReply> Rotate(SourceSecret secret, TimeSpan grace)
    {
        if (state.State.Config is not { } config)
            return SetupReply.Refuse("source", _key.Name, "is not there: make it first");
        if (grace < TimeSpan.Zero || grace > TimeSpan.FromDays(ISignalSourceGrain.GraceDaysMax))
            return SetupReply.Refuse("grace", grace.ToString("c"), $"give at most {ISignalSourceGrain.GraceDaysMax} days");
        var now = time.GetUtcNow();
        if (Lock(secret, config.Authentication, now, out var made) is { } refused)
            return refused;
        await Save(state.State with { Lock = made, Previous = grace > TimeSpan.Zero ? state.State.Lock : null, PreviousUntil = now + grace });
        return SetupReply.Done;
    }

    public async Task<SetupReply> Remove()
    {
        if (state.State.Config is null)
            return SetupReply.Unchanged;
        _counts = new SourceCounts(0, 0, 0, null);
        await Save(new SourceRecord());
        DeactivateOnIdle();
        return SetupReply.Done;
    }

    public Task<SourceView?> Get() => Task.FromResult(
        state.State is { Config: { } config } known ? new SourceView(_key, config, known.CreatedAt, known.Lock?.SetAt ?? known.CreatedAt, _counts) : null);

    private async Task Save(SourceRecord record)
    {
        var before = state.State;
        state.State = record with { Counts = _counts };
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            state.State = before;
            DeactivateOnIdle();
            throw;
        }

        Reopen();
    }

    private void Reopen() => _gate = SourceGate.Of(state.State, text => sealer.Open(_key.Tenant, SealName, text));

    private string SealName => $"source/{_key.Name}";

    private SetupReply? Lock(SourceSecret secret, SourceAuthentication authentication, DateTimeOffset now, out SourceLock? made)
    {
        made = null;
        var text = secret.Value ?? string.Empty;
        if (text.Length is < SourceSecret.LengthMin or > SourceSecret.LengthMax || !text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return SetupReply.Refuse(
                "secret", $"{text.Length} characters", $"give {SourceSecret.LengthMin} to {SourceSecret.LengthMax} letters, digits, dashes and underscores");
        }

        if (authentication != SourceAuthentication.Signature)
        {
            made = new SourceLock(SourceGate.HashOf(text), now);
            return null;
        }

        if (sealer.Refusal is { } reason)
            return SetupReply.Refuse("authentication", "signature", reason);
        made = new SourceLock(sealer.Seal(_key.Tenant, SealName, text), now);
        return null;
    }

    private async Task<ImmutableArray<FieldError>> Refuse(SourceConfig config)
    {
        var errors = SourceRules.Refuse(config).ToBuilder();
        foreach (var address in config.Addresses.Where(static text => SourceGate.Network(text) is null))
            errors.Add(new FieldError("addresses", address, "give addresses or networks, e.g. 52.89.214.238 or 10.0.0.0/8"));
        foreach (var alias in config.Aliases.Where(alias => !settings.Symbols.Contains(alias.Symbol)))
            errors.Add(new FieldError("aliases.symbol", alias.Symbol.Value, $"this service trades {string.Join(", ", settings.Symbols)}"));
        if (errors.Count > 0)
            return errors.ToImmutable();
        foreach (var subscription in config.Terms.Subscriptions)
        {
            var isThere = subscription.Kind == SubscriberKind.Account
                ? await readModel.Account(new AccountKey(_key.Tenant, subscription.Name), CancellationToken.None) is not null
                : await readModel.Agent(new AgentKey(_key.Tenant, subscription.Name), CancellationToken.None) is not null;
            if (!isThere)
                errors.Add(new FieldError("terms.subscriptions.name", subscription.Name, $"there is no such {subscription.Kind.ToString().ToLowerInvariant()}"));
        }

        return errors.ToImmutable();
    }
}
