using System.Collections.Immutable;
using System.Globalization;

namespace OrleansTrader.Grains.Tenants;

/// <summary>What the tenant entrusts to the service: sealed before it is kept, and given to nobody.</summary>
internal sealed partial class TenantGrain
{
    /// <summary>A credential that is older should be replaced.</summary>
    private static readonly TimeSpan RotateAfter = TimeSpan.FromDays(90);

    public async Task<SetupReply> SetCredential(CredentialInput credential)
    {
        if (CredentialRules.Refuse(credential) is { IsEmpty: false } errors)
            return SetupReply.Refuse(errors);
        if (sealer.Refusal is { } reason)
            return SetupReply.Refuse("credentials", credential.Name, reason);
        var others = vault.State.Credentials.RemoveAll(known => string.Equals(known.Name, credential.Name, StringComparison.Ordinal));
        if (others.Length >= ITenantGrain.VaultEntriesMax)
            return SetupReply.Refuse("credentials", others.Length.ToString(CultureInfo.InvariantCulture), "remove one that is not needed");
        var kept = new StoredCredential(
            credential.Name, credential.Kind, CredentialRules.TargetOf(credential.Kind, credential.Target)!, CredentialRules.LastFour(credential.Secret),
            time.GetUtcNow(), sealer.Seal(_tenant, credential.Name, credential.Secret));
        await Keep(vault.State with { Credentials = [.. others.Add(kept).OrderBy(static known => known.Name, StringComparer.Ordinal)] });
        return SetupReply.Done;
    }

    public async Task<SetupReply> RemoveCredential(string name)
    {
        var others = vault.State.Credentials.RemoveAll(known => string.Equals(known.Name, name, StringComparison.Ordinal));
        if (others.Length == vault.State.Credentials.Length)
            return SetupReply.Unchanged;
        await Keep(vault.State with { Credentials = others });
        return SetupReply.Done;
    }

    public Task<ImmutableArray<CredentialView>> GetCredentials()
    {
        var now = time.GetUtcNow();
        return Task.FromResult(vault.State.Credentials.Select(known => new CredentialView(
            known.Name, known.Kind, known.Target, known.LastFour, known.SetAt, known.SetAt + RotateAfter, now >= known.SetAt + RotateAfter)).ToImmutableArray());
    }

    public Task<SealedCredential?> FindSealed(CredentialKind kind, string target)
    {
        var wanted = Caller.IsService ? CredentialRules.TargetOf(kind, target) : null;
        var found = wanted is null
            ? null
            : vault.State.Credentials.LastOrDefault(known => known.Kind == kind && string.Equals(known.Target, wanted, StringComparison.Ordinal));
        return Task.FromResult(found is null
            ? null
            : new SealedCredential(found.Name, found.Kind, found.Target, found.SetAt.UtcTicks.ToString(CultureInfo.InvariantCulture), found.Sealed));
    }

    private async Task Keep(VaultRecord record)
    {
        var before = vault.State;
        vault.State = record;
        try
        {
            await vault.WriteStateAsync();
        }
        catch
        {
            vault.State = before;
            DeactivateOnIdle();
            throw;
        }
    }
}
