using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Control;

public sealed class PublicationTests
{
    private static readonly VersionConfig Config = new(
        StrategyConfig.Of("sma-cross", ("fast", "2"), ("slow", "3")), Scene.Venue, [Scene.Btc], 2m, TimeSpan.FromMinutes(1), Notes: "secret notes");

    [Fact]
    public async Task Public_showsWhatIsPublished_andNothingOnceItIsWithdrawn()
    {
        await using var local = Local.Create();
        var tenant = Trade(local);

        Assert.Null(local.Run(() => tenant.GetPublic("shown")));
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.Publish("shown", PublicDetail.Results)).Status);
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.Publish("shown", PublicDetail.Results)).Status);

        var results = local.Run(() => tenant.GetPublic("shown"))!;
        Assert.Equal(("shown", "trend@1.0.0", "USDT"), (results.Agent, results.Version, results.Currency));
        var trade = Assert.Single(results.ClosedTrades);
        Assert.Equal((string.Empty, string.Empty), (trade.EntryReason, trade.ExitReason));
        Assert.Equal(string.Empty, Assert.Single(results.Positions).Reason);
        Assert.Empty(results.Decisions);
        Assert.Empty(results.Transcripts);

        local.Run(() => tenant.Publish("shown", PublicDetail.Reasons));
        var reasons = local.Run(() => tenant.GetPublic("shown"))!;
        Assert.Equal(("why it went in", "by hand"), (Assert.Single(reasons.ClosedTrades).EntryReason, reasons.ClosedTrades[0].ExitReason));
        Assert.Equal("why again", Assert.Single(reasons.Positions).Reason);
        Assert.Equal(PublicDetail.Reasons, Assert.Single(local.Run(() => tenant.GetPublications())).Detail);

        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.Withdraw("shown")).Status);
        Assert.Null(local.Run(() => tenant.GetPublic("shown")));
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.Withdraw("shown")).Status);
    }

    [Fact]
    public async Task Public_whatOthersTradeOnTheAccount_isNotShown()
    {
        await using var local = Local.Create();
        var tenant = Trade(local, cause: OrderNote.ManualCause);
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.Publish("shown", PublicDetail.Prompts)).Status);

        var byHand = local.Run(() => tenant.GetPublic("shown"))!;
        Assert.Empty(byHand.ClosedTrades);
        Assert.Empty(byHand.Positions);
        Assert.Empty(byHand.Curve);

        var setup = new AgentSetup(new VersionKey(Scene.Tenant, "trend", "1.0.0"), Scene.Key("a"));
        local.Run(() => tenant.CreateAgent(new AgentCreation("shown-not", setup, Starts: false)));
        Assert.Null(local.Run(() => tenant.GetPublic("shown")));
        Assert.Equal(("account", "a"), local.Run(() => tenant.Publish("shown", PublicDetail.Results)).Errors[0] is var error ? (error.Field, error.Value) : default);

        local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "shown-not")).Stop(closesPositions: false));
        Assert.NotNull(local.Run(() => tenant.GetPublic("shown")));
    }

    [Fact]
    public async Task Publish_whatIsNotThere_isRefused()
    {
        await using var local = Local.Create();
        var tenant = Trade(local);

        Assert.Equal("agent", local.Run(() => tenant.Publish("nobody", PublicDetail.Results)).Errors[0].Field);
        Assert.Null(local.Run(() => tenant.GetPublic("nobody")));
    }

    [Fact]
    public async Task Credential_whereNothingCanSeal_isRefusedWithoutItsValue()
    {
        await using var local = Local.Create();
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var given = new CredentialInput("mine", CredentialKind.Model, "https://models.example.com/v1", "the-very-secret-value");

        var refused = local.Run(() => tenant.SetCredential(given));
        var wrong = local.Run(() => tenant.SetCredential(given with { Name = "A B", Target = "nowhere", Secret = "short\u0007" }));

        Assert.Equal("credentials", refused.Errors[0].Field);
        Assert.Equal(["name", "secret", "target"], wrong.Errors.Select(static error => error.Field));
        Assert.DoesNotContain("short", wrong.ToString() + string.Join(' ', wrong.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", given.ToString(), StringComparison.Ordinal);
        Assert.Empty(local.Run(() => tenant.GetCredentials()));
    }

    // An agent whose account has one closed trade and one open position.
    private static ITenantGrain Trade(Local local, string cause = "shown trend@1.0.0")
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount("a");
        scene.Tick(100_000m);
        Order("in", Side.Buy, "why it went in", cause);
        Order("out", Side.Sell, "why I closed it", OrderNote.ManualCause);
        Order("again", Side.Buy, "why again", cause);
        var tenant = local.Grains.Tenant(Scene.Tenant);
        local.Run(() => tenant.CreateVersion("trend", "1.0.0", Config));
        var setup = new AgentSetup(new VersionKey(Scene.Tenant, "trend", "1.0.0"), Scene.Key("a"));
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateAgent(new AgentCreation("shown", setup, Starts: false))).Status);
        return tenant;

        void Order(string id, Side side, string reason, string by)
        {
            var order = Scene.AtMarket(side, 0.1m);
            Assert.True(scene.Execute(id, order with { Intent = order.Intent with { Note = new OrderNote(reason, by) } }, "a").IsDone);
        }
    }
}
