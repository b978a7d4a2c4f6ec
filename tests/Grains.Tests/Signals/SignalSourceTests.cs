using System.Text;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.GrainsTests.Signals;

public sealed class SignalSourceTests
{
    private const string Secret = "a-secret-of-the-test-0001", Other = "a-secret-of-the-test-0002";

    private static readonly SourceConfig Native = new(SourceKind.Native, SourceAuthentication.PathToken);

    [Fact]
    public async Task Receive_aliveAndKnown_isASignal_andTheSameAgainIsTheFirst()
    {
        await using var local = Start();
        Set(local, Native);

        var first = Send(local, """{"symbol":"BTCUSDT","direction":"long","id":"1"}""");
        var second = Send(local, """{"symbol":"BTCUSDT","direction":"short","id":"1"}""");

        Assert.Equal((AlertOutcome.Accepted, AlertOutcome.Duplicate), (first.Outcome, second.Outcome));
        Assert.Equal(first.SignalId, second.SignalId);
        Assert.Equal(1, Signals(local));
        var view = local.Run(() => local.Grains.SignalSource(Key()).Get())!;
        Assert.Equal((1, 1, 0), (view.Counts.Accepted, view.Counts.Duplicates, view.Counts.Refused));
    }

    [Fact]
    public async Task Receive_manyOfTheSameAtOnce_isOneSignal()
    {
        await using var local = Start();
        Set(local, Native);

        var replies = local.Run(() => Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            local.Grains.SignalSource(Key()).Receive(Request("""{"symbol":"BTCUSDT","direction":"long","id":"1"}""")))));

        Assert.Single(replies, static reply => reply.Outcome == AlertOutcome.Accepted);
        Assert.Equal(49, replies.Count(static reply => reply.Outcome == AlertOutcome.Duplicate));
        Assert.Equal(1, Signals(local));
    }

    [Fact]
    public async Task Receive_wrongSecret_noSource_andSourceThatIsOff_areAnsweredAlike()
    {
        await using var local = Start();
        Set(local, Native);
        Set(local, Native with { IsOn = false }, "off");

        var wrong = Send(local, "{}", token: Other);
        Assert.Equal(AlertReply.Unauthorised, wrong);
        Assert.Equal(wrong, Send(local, "{}", source: "off"));
        Assert.Equal(wrong, Send(local, "{}", source: "nowhere"));
        Assert.Equal(wrong, Send(local, "{}", tenant: "nobody"));
        Assert.Equal(wrong, Send(local, "{}", token: null));
        Assert.Equal(wrong, Send(local, "{}", token: ""));
        Assert.Equal(0, Signals(local));
    }

    [Fact]
    public async Task Receive_oneSourcesSecret_opensNoOther()
    {
        await using var local = Start();
        Set(local, Native);
        Set(local, Native, "two", Other);

        Assert.Equal(AlertOutcome.Unauthorised, Send(local, "{}", source: "two").Outcome);
        Assert.Equal(AlertOutcome.Invalid, Send(local, "{}", source: "two", token: Other).Outcome);
    }

    [Fact]
    public async Task Receive_secretInTheBody_isLookedForThere()
    {
        await using var local = Start();
        Set(local, Native with { Authentication = SourceAuthentication.BodySecret });

        Assert.Equal(AlertOutcome.Accepted, Send(local, $$"""{"symbol":"BTCUSDT","direction":"long","id":"1","secret":"{{Secret}}"}""", token: null).Outcome);
        Assert.Equal(AlertOutcome.Unauthorised, Send(local, """{"symbol":"BTCUSDT","direction":"long","id":"1"}""").Outcome);
        Assert.Equal(AlertOutcome.Unauthorised, Send(local, "no json", token: null).Outcome);
    }

    [Fact]
    public async Task Receive_fromAnAddressThatIsNotListed_isFromNobody()
    {
        await using var local = Start();
        Set(local, Native with { Addresses = ["52.89.214.238", "10.1.0.0/16"] });

        Assert.Equal(AlertOutcome.Unauthorised, Send(local, "{}", from: "52.89.214.239").Outcome);
        Assert.Equal(AlertOutcome.Unauthorised, Send(local, "{}", from: "somewhere").Outcome);
        Assert.Equal(AlertOutcome.Invalid, Send(local, "{}", from: "52.89.214.238").Outcome);
        Assert.Equal(AlertOutcome.Invalid, Send(local, "{}", from: "::ffff:10.1.2.3").Outcome);
    }

    [Fact]
    public async Task Rotate_withGrace_takesBothForAWhile()
    {
        await using var local = Start();
        Set(local, Native);

        Assert.Equal(SetupStatus.Done, local.Run(() => local.Grains.SignalSource(Key()).Rotate(new SourceSecret(Other), TimeSpan.FromHours(1))).Status);

        Assert.Equal(AlertOutcome.Invalid, Send(local, "{}").Outcome);
        Assert.Equal(AlertOutcome.Invalid, Send(local, "{}", token: Other).Outcome);
        local.Wait(TimeSpan.FromHours(1));
        Assert.Equal(AlertOutcome.Unauthorised, Send(local, "{}").Outcome);
        Assert.Equal(AlertOutcome.Invalid, Send(local, "{}", token: Other).Outcome);
    }

    [Fact]
    public async Task Receive_beyondTheTenantsMinute_isToldWhenToComeBack_andWrongSecretsTakeNoRoom()
    {
        await using var local = Start(new TenantQuotas(WebhooksPerMinute: 2));
        Set(local, Native);
        Set(local, Native, "two");
        local.Wait(TimeSpan.FromSeconds(15));

        Send(local, "{}", token: Other);
        Assert.Equal(AlertOutcome.Invalid, Send(local, "{}").Outcome);
        Assert.Equal(AlertOutcome.Invalid, Send(local, "{}", source: "two").Outcome);
        var refused = Send(local, "{}");
        Assert.Equal(AlertOutcome.TooMany, refused.Outcome);
        Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, 1, 60);
        Assert.Equal(2, local.Run(() => local.Grains.Tenant(Scene.Tenant).GetQuotas()).Use.WebhooksThisMinute);
        local.Wait(refused.RetryAfter.Value);
        Assert.Equal(AlertOutcome.Invalid, Send(local, "{}").Outcome);
    }

    [Fact]
    public async Task Receive_booksAway_isSaid_andTheSameAgainIsTaken()
    {
        await using var local = Start();
        Set(local, Native);
        local.Faults.AppendsToFail = 1;

        Assert.Equal(AlertOutcome.Away, Send(local, """{"symbol":"BTCUSDT","direction":"long","id":"1"}""").Outcome);
        local.Wait(TimeSpan.FromSeconds(1));
        Assert.Equal(AlertOutcome.Accepted, Send(local, """{"symbol":"BTCUSDT","direction":"long","id":"1"}""").Outcome);
    }

    [Fact]
    public async Task Counts_outliveTheProcess()
    {
        using var home = new Home();
        await using (var local = home.Start(grains: static s => s with { Symbols = [Scene.Btc] }))
        {
            Set(local, Native);
            Send(local, """{"symbol":"BTCUSDT","direction":"long","id":"1"}""");
            Send(local, "{}");
            local.Wait(TimeSpan.FromMinutes(2));
        }

        await using var again = home.Start(at: Local.Start.AddHours(1), grains: static s => s with { Symbols = [Scene.Btc] });
        Assert.Equal(AlertOutcome.Duplicate, Send(again, """{"symbol":"BTCUSDT","direction":"long","id":"1"}""").Outcome);
        var counts = again.Run(() => again.Grains.SignalSource(Key()).Get())!.Counts;
        Assert.Equal((1, 1, 1), (counts.Accepted, counts.Duplicates, counts.Refused));
    }

    [Fact]
    public async Task SetSource_isListed_changed_andRemoved()
    {
        await using var local = Start();
        var tenant = local.Grains.Tenant(Scene.Tenant);
        Assert.Equal("secret", local.Run(() => tenant.SetSource("tv", Native, null)).Errors[0].Field);
        Assert.Empty(local.Run(tenant.GetSources));
        Set(local, Native);
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.SetSource("tv", Native, null)).Status);
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.SetSource("tv", Native with { Notes = "mine" }, null)).Status);
        Assert.Equal("secret", local.Run(() => tenant.SetSource("tv", Native with { Authentication = SourceAuthentication.BodySecret }, null)).Errors[0].Field);
        Assert.Equal(["tv"], local.Run(tenant.GetSources));

        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.RemoveSource("tv")).Status);
        Assert.Empty(local.Run(tenant.GetSources));
        Assert.Null(local.Run(() => local.Grains.SignalSource(Key()).Get()));
        Assert.Equal(AlertOutcome.Unauthorised, Send(local, "{}").Outcome);
    }

    [Fact]
    public async Task SetSource_whatCannotBe_isRefusedByName()
    {
        await using var local = Start();
        new Scene(local).OpenAccount();
        Assert.Equal("name", Refused(Native, "No Name"));
        Assert.Equal("addresses", Refused(Native with { Addresses = ["here"] }));
        Assert.Equal("aliases.symbol", Refused(Native with { Aliases = [new SymbolAlias("X", Trading.Instruments.Symbol.Parse("X-Y"))] }));
        Assert.Equal("terms.subscriptions.name", Refused(Native with { Terms = new SourceTerms { Subscriptions = [new Subscription(SubscriberKind.Agent, "main")] } }));
        Assert.Equal("secret", Refused(Native, secret: "short"));
        Assert.Equal("secret", Refused(Native, secret: "with a blank in the midst"));

        // Nothing is here to seal with.
        Assert.Equal("authentication", Refused(Native with { Authentication = SourceAuthentication.Signature }));
        Set(local, Native with { Terms = new SourceTerms { Subscriptions = [new Subscription(SubscriberKind.Account, "main")] } });

        string Refused(SourceConfig config, string name = "tv", string secret = Secret) =>
            local.Run(() => local.Grains.Tenant(Scene.Tenant).SetSource(name, config, new SourceSecret(secret))).Errors[0].Field;
    }

    [Fact]
    public void Messages_printNoSecretAndNoBody()
    {
        Assert.DoesNotContain(Secret, new SourceSecret(Secret).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, new AlertRequest(Secret, Secret, Secret, Secret, "::1").ToString(), StringComparison.Ordinal);
    }

    private static Local Start(TenantQuotas? quotas = null) => Local.Create(grains: settings => settings with { Symbols = [Scene.Btc], Quotas = quotas });

    private static SourceKey Key(string source = "tv", string? tenant = null) => new(tenant is null ? Scene.Tenant : new TenantId(tenant), source);

    private static void Set(Local local, SourceConfig config, string name = "tv", string secret = Secret) => Assert.Equal(
        SetupStatus.Done, local.Run(() => local.Grains.Tenant(Scene.Tenant).SetSource(name, config, new SourceSecret(secret))).Status);

    private static AlertReply Send(Local local, string body, string source = "tv", string? token = Secret, string? tenant = null, string from = "127.0.0.1") =>
        local.Run(() => local.Grains.SignalSource(Key(source, tenant)).Receive(Request(body, token, from)));

    private static AlertRequest Request(string body, string? token = Secret, string from = "127.0.0.1") =>
        new(Convert.ToBase64String(Encoding.UTF8.GetBytes(body)), null, null, token, from);

    private static int Signals(Local local) =>
        local.Run(async () => (await local.ReadModel.Signals(Scene.Tenant, SignalFilter.All, PageRequest.Newest(100), default)).Rows.Length);
}
