using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrader.Grains.Tenants;

/// <summary>The tenant's API keys.</summary>
internal sealed partial class TenantGrain
{
    /// <summary>Keys no more in force that are still shown; then the oldest go.</summary>
    private const int OldKeysMax = 100;

    private const int KeyIdLength = 10, HashLength = 64;

    /// <summary>How long the use of keys stays in memory before it is written: a call never waits for it.</summary>
    private static readonly TimeSpan UsesWrittenAfter = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, DateTimeOffset> _uses = new(StringComparer.Ordinal);

    private IGrainTimer? _usesTimer;

    public Task<ImmutableArray<KeyView>> GetKeys()
    {
        var now = time.GetUtcNow();
        return Task.FromResult<ImmutableArray<KeyView>>(
        [
            .. access.State.Keys.OrderByDescending(key => key.IsInForce(now)).ThenBy(static key => key.Name, StringComparer.Ordinal)
                .ThenBy(static key => key.CreatedAt).Select(key => Used(key).View),
        ]);
    }

    public async Task<SetupReply> CreateKey(KeyCreation creation)
    {
        var now = time.GetUtcNow();
        if (Refuse(creation.Name, creation.Id, creation.Hash, creation.ExpiresAt, now) is { } refused)
            return refused;
        await Save(WithKey(
            new KeyRecord(creation.Id, creation.Name, creation.Role, creation.Accounts, creation.Hash, now, creation.By) { ExpiresAt = creation.ExpiresAt }, now));
        return SetupReply.Done;
    }

    public async Task<SetupReply> RotateKey(KeyRotation rotation)
    {
        var now = time.GetUtcNow();
        if (FindKey(rotation.Id) is not { } old || !old.IsInForce(now))
            return SetupReply.Refuse("key", rotation.Id, "is not in force: make a new one");
        if (rotation.Grace < TimeSpan.Zero || rotation.Grace > TimeSpan.FromDays(ITenantGrain.KeyGraceDaysMax))
            return SetupReply.Refuse("grace", rotation.Grace.ToString("c"), $"give at most {ITenantGrain.KeyGraceDaysMax} days");
        var expiresAt = rotation.ExpiresAt ?? (old.ExpiresAt is { } known ? now + (known - old.CreatedAt) : null);
        if (Refuse(old.Name, rotation.NewId, rotation.Hash, expiresAt, now) is { } refused)
            return refused;
        var end = now + rotation.Grace;
        var retired = Used(old) with { ExpiresAt = old.ExpiresAt < end ? old.ExpiresAt : end, ReplacedBy = rotation.NewId };
        var next = new KeyRecord(rotation.NewId, old.Name, old.Role, old.Accounts, rotation.Hash, now, rotation.By) { ExpiresAt = expiresAt };
        await Save(WithKey(next, now, retired));
        return SetupReply.Done;
    }

    public async Task<SetupReply> RevokeKey(string id)
    {
        if (FindKey(id) is not { } key)
            return SetupReply.Refuse("key", id, "is not there");
        if (key.RevokedAt is not null)
            return SetupReply.Unchanged;
        var revoked = Used(key) with { RevokedAt = time.GetUtcNow() };
        await Save(access.State with { Keys = access.State.Keys.Replace(key, revoked) });
        return SetupReply.Done;
    }

    public Task<KeyPass?> CheckKey(string id, string hash)
    {
        var now = time.GetUtcNow();
        var key = FindKey(id);
        var expected = Encoding.ASCII.GetBytes(key?.Hash ?? new string('0', HashLength));
        var fits = CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(hash));
        if (key is null || !fits || !key.IsInForce(now))
            return Task.FromResult<KeyPass?>(null);
        _uses[key.Id] = now;
        _usesTimer ??= this.RegisterGrainTimer(WriteUses, new GrainTimerCreationOptions(UsesWrittenAfter, UsesWrittenAfter));
        return Task.FromResult<KeyPass?>(new KeyPass(key.Id, key.Name, key.Role, key.Accounts, key.ExpiresAt));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_uses.Count > 0)
            await WriteUses(cancellationToken);
    }

    private async Task WriteUses(CancellationToken cancellation)
    {
        if (_uses.Count == 0)
            return;
        await Save(access.State with { Keys = [.. access.State.Keys.Select(Used)] });
        _uses.Clear();
    }

    private KeyRecord Used(KeyRecord key) => _uses.TryGetValue(key.Id, out var at) ? key with { LastUsedAt = at } : key;

    private KeyRecord? FindKey(string id) => access.State.Keys.FirstOrDefault(key => string.Equals(key.Id, id, StringComparison.Ordinal));

    private SetupReply? Refuse(string name, string id, string hash, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        if (!Names.IsName(name))
            return SetupReply.Refuse("name", name, Names.Rule);
        if (id.Length != KeyIdLength || hash.Length != HashLength || FindKey(id) is not null)
            return SetupReply.Refuse("key", id, "cannot be: try again");
        if (expiresAt <= now)
            return SetupReply.Refuse("expiresAt", expiresAt.Value.ToString("O"), "give an instant to come");
        return access.State.Keys.Count(key => key.IsInForce(now)) >= ITenantGrain.KeysMax
            ? SetupReply.Refuse("keys", $"{ITenantGrain.KeysMax}", "that many is all a tenant may have in force: revoke one")
            : null;
    }

    private AccessRecord WithKey(KeyRecord added, DateTimeOffset now, KeyRecord? changed = null)
    {
        var keys = access.State.Keys.Select(key => string.Equals(key.Id, changed?.Id, StringComparison.Ordinal) ? changed! : key).Append(added).ToList();
        var forgotten = keys.Where(key => !key.IsInForce(now)).OrderByDescending(static key => key.CreatedAt).Skip(OldKeysMax).ToHashSet();
        return access.State with { Keys = [.. keys.Where(key => !forgotten.Contains(key))] };
    }
}
