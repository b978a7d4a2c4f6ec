using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.GrainsTests.Tenants;

public sealed class UserTests
{
    private static ITenantGrain Tenant(Local local, string name = "demo") => local.Grains.Tenant(new TenantId(name));

    private static UserCreation User(string name, Role role, bool mustChange = false) => new(name, role, $"hash of {name}", $"stamp of {name}", mustChange);

    private static void Done(SetupReply reply) => Assert.Equal(SetupStatus.Done, reply.Status);

    [Fact]
    public async Task CreateUser_first_isAnOperatorAndEachNameIsGivenOnce()
    {
        await using var local = Local.Create();
        var tenant = Tenant(local);

        Assert.Equal("role", local.Run(() => tenant.CreateUser(User("ada", Role.Viewer))).Errors[0].Field);
        Done(local.Run(() => tenant.CreateUser(User("ada", Role.Operator))));
        Done(local.Run(() => tenant.CreateUser(User("bob", Role.Viewer))));
        Assert.Equal("name", local.Run(() => tenant.CreateUser(User("bob", Role.Trader))).Errors[0].Field);
        Assert.True(local.Run(() => tenant.CreateUser(User("Eve!", Role.Viewer))).IsRefused);

        Assert.Equal(["ada", "bob"], local.Run(tenant.GetUsers).Select(static user => user.Name));
        Assert.Empty(local.Run(() => Tenant(local, "other").GetUsers()));
    }

    [Fact]
    public async Task CheckSession_endsWithPasswordRoleAndDisabling()
    {
        await using var local = Local.Create();
        var tenant = Tenant(local);
        Done(local.Run(() => tenant.CreateUser(User("ada", Role.Operator))));
        Done(local.Run(() => tenant.CreateUser(User("bob", Role.Trader))));
        Role? Session(string stamp) => local.Run(() => tenant.CheckSession("bob", stamp));

        Assert.Equal(Role.Trader, Session("stamp of bob"));
        Done(local.Run(() => tenant.ChangePassword(new PasswordChange("bob", "other hash", "2", MustChange: false))));
        Assert.Null(Session("stamp of bob"));
        Assert.Equal(Role.Trader, Session("2"));
        Done(local.Run(() => tenant.ChangeRole("bob", Role.Viewer, "3")));
        Assert.Null(Session("2"));
        Assert.Equal(Role.Viewer, Session("3"));
        Done(local.Run(() => tenant.SetDisabled("bob", isDisabled: true, "4")));
        Assert.Null(Session("4"));
        Assert.Null(local.Run(() => tenant.BeginLogin("bob", "::1")).PasswordHash);
        Done(local.Run(() => tenant.SetDisabled("bob", isDisabled: false, "5")));
        Assert.Equal(Role.Viewer, Session("5"));
        Assert.Null(local.Run(() => tenant.CheckSession("nobody", string.Empty)));
    }

    [Fact]
    public async Task LastOperator_isNeitherDemotedNorDisabled()
    {
        await using var local = Local.Create();
        var tenant = Tenant(local);
        Done(local.Run(() => tenant.CreateUser(User("ada", Role.Operator))));

        Assert.True(local.Run(() => tenant.ChangeRole("ada", Role.Trader, "x")).IsRefused);
        Assert.True(local.Run(() => tenant.SetDisabled("ada", isDisabled: true, "x")).IsRefused);
        Done(local.Run(() => tenant.CreateUser(User("bob", Role.Operator))));
        Done(local.Run(() => tenant.SetDisabled("ada", isDisabled: true, "x")));
        Assert.True(local.Run(() => tenant.ChangeRole("bob", Role.Trader, "x")).IsRefused);
    }

    [Fact]
    public async Task Users_outliveTheGrain()
    {
        var storage = new JsonGrainStorage();
        await using var local = Local.Create(storage: storage);
        Done(local.Run(() => Tenant(local).CreateUser(User("ada", Role.Operator))));
        local.Run(() => Tenant(local).EndLogin("ada", "10.0.0.7"));
        local.StopGrains();

        await using var later = Local.Create(storage: storage);

        var ada = Assert.Single(later.Run(Tenant(later).GetUsers));
        Assert.NotNull(ada.LastLoginAt);
    }

    [Fact]
    public async Task BeginLogin_guessesFromOnePlace_lockThatPlaceOnlyAndForAWhile()
    {
        await using var local = Local.Create();
        var tenant = Tenant(local);
        Done(local.Run(() => tenant.CreateUser(User("ada", Role.Operator))));
        LoginFacts From(string address) => local.Run(() => tenant.BeginLogin("ada", address));

        for (var i = 0; i < LoginAttempts.FromOneAddressMax; i++)
            Assert.Null(From("6.6.6.6").LockedUntil);
        Assert.NotNull(From("6.6.6.6").LockedUntil);
        Assert.Null(From("10.0.0.7").LockedUntil);
        local.Wait(LoginAttempts.Window);
        Assert.Null(From("6.6.6.6").LockedUntil);
    }

    [Fact]
    public async Task BeginLogin_guessesFromEverywhere_lockNoPlaceThatTheUserCameFromBefore()
    {
        await using var local = Local.Create();
        var tenant = Tenant(local);
        Done(local.Run(() => tenant.CreateUser(User("ada", Role.Operator))));
        local.Run(() => tenant.BeginLogin("ada", "10.0.0.7"));
        local.Run(() => tenant.EndLogin("ada", "10.0.0.7"));

        for (var i = 0; i < LoginAttempts.FromAllMax; i++)
            Assert.Null(local.Run(() => tenant.BeginLogin("ada", $"6.6.6.{i}")).LockedUntil);

        Assert.NotNull(local.Run(() => tenant.BeginLogin("ada", "6.6.7.1")).LockedUntil);
        Assert.Null(local.Run(() => tenant.BeginLogin("ada", "10.0.0.7")).LockedUntil);
    }

    [Fact]
    public async Task BeginLogin_nobodysName_isCountedLikeAUsers()
    {
        await using var local = Local.Create();
        var tenant = Tenant(local, "nowhere");

        for (var i = 0; i < LoginAttempts.FromOneAddressMax; i++)
            Assert.Equal(new LoginFacts(null, null, Role.Viewer, false, null), local.Run(() => tenant.BeginLogin("ghost", "6.6.6.6")));
        Assert.NotNull(local.Run(() => tenant.BeginLogin("ghost", "6.6.6.6")).LockedUntil);
    }

    [Fact]
    public void Attempts_manyNames_keepWithinTheirBound()
    {
        var attempts = new LoginAttempts();
        for (var i = 0; i < 3 * LoginAttempts.CountsMax; i++)
            attempts.Add($"user{i}", "6.6.6.6", Local.Start.AddSeconds(i));

        for (var i = 0; i < LoginAttempts.FromOneAddressMax; i++)
            attempts.Add("ada", "6.6.6.6", Local.Start.AddHours(2));
        Assert.NotNull(attempts.LockedUntil("ada", "6.6.6.6", isKnown: false, Local.Start.AddHours(2)));
    }

    [Fact]
    public async Task CreateTenant_byThePlatform_hasItsFirstOperatorAndIsMadeOnce()
    {
        await using var local = Local.Create();
        var platform = Tenant(local, "platform");
        var creation = new TenantCreation("acme", User("ada", Role.Operator));

        Assert.True(local.Run(() => Tenant(local).CreateTenant(creation)).IsRefused);
        Done(local.Run(() => platform.CreateTenant(creation)));
        Assert.True(local.Run(() => platform.CreateTenant(creation)).IsRefused);
        Assert.True(local.Run(() => platform.CreateTenant(creation with { Name = "platform" })).IsRefused);
        Assert.True(local.Run(() => platform.CreateTenant(creation with { Name = "a/b" })).IsRefused);

        Assert.Equal("acme", Assert.Single(local.Run(platform.GetTenants)).Name);
        Assert.Equal("ada", Assert.Single(local.Run(Tenant(local, "acme").GetUsers)).Name);
    }
}
