using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.GrainsTests.Tenants;

public sealed class KeyTests
{
    private static readonly string Hash = new('a', 64), OtherHash = new('b', 64);

    private static ITenantGrain Tenant(Local local, string name = "demo") => local.Grains.Tenant(new TenantId(name));

    private static KeyCreation Key(string id = "0123456789", DateTimeOffset? expiresAt = null) =>
        new(id, "robot", Role.Trader, ["main"], Hash, expiresAt, "ada");

    private static KeyPass? Check(Local local, string id, string hash, string tenant = "demo") => local.Run(() => Tenant(local, tenant).CheckKey(id, hash));

    [Fact]
    public async Task CheckKey_onlyTheRightSecretOfThisTenant_passes()
    {
        await using var local = Local.Create();
        Assert.Equal(SetupStatus.Done, local.Run(() => Tenant(local).CreateKey(Key())).Status);

        var pass = Check(local, "0123456789", Hash);
        Assert.Equal((Role.Trader, "robot"), (pass!.Role, pass.Name));
        Assert.Equal(["main"], pass.Accounts);
        Assert.Null(Check(local, "0123456789", OtherHash));
        Assert.Null(Check(local, "9999999999", Hash));
        Assert.Null(Check(local, "0123456789", Hash, "other"));
        Assert.Null(Check(local, "0123456789", "short"));
        Assert.True(local.Run(() => Tenant(local).CreateKey(Key())).IsRefused);
    }

    [Fact]
    public async Task CheckKey_expiredOrRevoked_passesNoMore()
    {
        await using var local = Local.Create();
        local.Run(() => Tenant(local).CreateKey(Key(expiresAt: local.Now.AddDays(1))));
        local.Run(() => Tenant(local).CreateKey(Key("1111111111")));

        Assert.NotNull(Check(local, "0123456789", Hash));
        local.Wait(TimeSpan.FromDays(1));
        Assert.Null(Check(local, "0123456789", Hash));
        Assert.Equal(SetupStatus.Done, local.Run(() => Tenant(local).RevokeKey("1111111111")).Status);
        Assert.Null(Check(local, "1111111111", Hash));
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => Tenant(local).RevokeKey("1111111111")).Status);
        Assert.True(local.Run(() => Tenant(local).RevokeKey("2222222222")).IsRefused);
        Assert.True(local.Run(() => Tenant(local).CreateKey(Key("3333333333", local.Now))).IsRefused);
    }

    [Fact]
    public async Task RotateKey_withoutAnEnd_givesTheLifeOfTheOldOne()
    {
        await using var local = Local.Create();
        local.Run(() => Tenant(local).CreateKey(Key(expiresAt: local.Now.AddDays(30))));
        local.Wait(TimeSpan.FromDays(20));

        local.Run(() => Tenant(local).RotateKey(new KeyRotation("0123456789", "1111111111", OtherHash, TimeSpan.Zero, null, "ada")));
        Assert.Equal(local.Now.AddDays(30), Check(local, "1111111111", OtherHash)!.ExpiresAt);

        local.Run(() => Tenant(local).RotateKey(new KeyRotation("1111111111", "2222222222", Hash, TimeSpan.Zero, local.Now.AddDays(90), "ada")));
        Assert.Equal(local.Now.AddDays(90), Check(local, "2222222222", Hash)!.ExpiresAt);
    }

    [Fact]
    public async Task RotateKey_leavesTheOldOneInForceForItsGrace()
    {
        await using var local = Local.Create();
        local.Run(() => Tenant(local).CreateKey(Key()));
        var rotation = new KeyRotation("0123456789", "1111111111", OtherHash, TimeSpan.FromHours(2), null, "ada");

        Assert.True(local.Run(() => Tenant(local).RotateKey(rotation with { Grace = TimeSpan.FromDays(31) })).IsRefused);
        Assert.Equal(SetupStatus.Done, local.Run(() => Tenant(local).RotateKey(rotation)).Status);

        Assert.NotNull(Check(local, "0123456789", Hash));
        Assert.Equal(["main"], Check(local, "1111111111", OtherHash)!.Accounts);
        Assert.Equal("1111111111", local.Run(() => Tenant(local).GetKeys()).Single(static key => key.ReplacedBy is not null).ReplacedBy);
        local.Wait(TimeSpan.FromHours(2));
        Assert.Null(Check(local, "0123456789", Hash));
        Assert.NotNull(Check(local, "1111111111", OtherHash));
        Assert.True(local.Run(() => Tenant(local).RotateKey(rotation)).IsRefused);
    }

    [Fact]
    public async Task LastUse_isShownAtOnceAndWrittenLater()
    {
        var storage = new JsonGrainStorage();
        await using var local = Local.Create(storage: storage);
        local.Run(() => Tenant(local).CreateKey(Key()));
        Assert.Null(local.Run(() => Tenant(local).GetKeys())[0].LastUsedAt);

        Check(local, "0123456789", Hash);
        var usedAt = local.Run(() => Tenant(local).GetKeys())[0].LastUsedAt;
        Assert.NotNull(usedAt);
        local.StopGrains();

        await using var later = Local.Create(storage: storage);
        Assert.Equal(usedAt, later.Run(() => Tenant(later).GetKeys())[0].LastUsedAt);
    }

    [Fact]
    public async Task Keys_inForceAndOld_keepWithinTheirBounds()
    {
        await using var local = Local.Create();
        for (var i = 0; i < ITenantGrain.KeysMax; i++)
            Assert.False(local.Run(() => Tenant(local).CreateKey(Key($"{i:D10}"))).IsRefused);
        Assert.Equal("keys", local.Run(() => Tenant(local).CreateKey(Key("x123456789"))).Errors[0].Field);

        for (var i = 0; i < ITenantGrain.KeysMax; i++)
            local.Run(() => Tenant(local).RevokeKey($"{i:D10}"));
        local.Run(() => Tenant(local).CreateKey(Key("x123456789")));
        Assert.InRange(local.Run(() => Tenant(local).GetKeys()).Length, 2, 101);
    }
}
