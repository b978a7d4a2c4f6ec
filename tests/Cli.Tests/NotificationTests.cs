namespace OrleansTrader.Cli.Tests;

public sealed class NotificationTests
{
    private const string Known = """
        [{"name":"ops","format":"webhook","target":"https://hooks.example.com","kinds":["entry"],"severity":"warning","accounts":["trend"],"isEnabled":true,"setAt":"2026-11-22T09:00:00Z",
          "state":{"waiting":3,"sent":7,"failed":2,"dead":1,"dropped":0,"lastFault":"it answers 500","tries":2}}]
        """;

    [Fact]
    public async Task Set_newSlack_asksForItsAddressAndSendsItNowhereElse()
    {
        var service = new FakeService { Secret = "https://hooks.slack.com/services/T0/B0/x" }
            .On("PUT notifications/chat", """{"destination":{"name":"chat","format":"slack","target":"https://hooks.slack.com"}}""");

        var (exit, output, error) = await service.Run("notifications", "set", "chat", "--format", "slack", "--kinds", "entry, exit", "--severity", "critical");

        Assert.Equal((0, string.Empty), (exit, error));
        Assert.Equal(["The webhook's address: "], service.Prompts);
        Assert.Equal("""PUT notifications/chat {"format":"slack","severity":"critical","kinds":["entry","exit"],"url":"https://hooks.slack.com/services/T0/B0/x"}""", service.Asked[^1]);
        Assert.DoesNotContain("services/T0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_known_keepsWhatIsNotNamedAndShowsASecretThatWasMade()
    {
        var service = new FakeService().On("GET notifications", Known)
            .On("PUT notifications/ops", """{"destination":{"name":"ops","format":"webhook"},"secret":"made-up"}""");

        var (exit, output, _) = await service.Run("notifications", "set", "ops", "--off", "--accounts", "all");

        Assert.Equal(0, exit);
        Assert.Equal("""PUT notifications/ops {"format":"webhook","kinds":["entry"],"severity":"warning","accounts":[],"enabled":false}""", service.Asked[^1]);
        Assert.Contains("shown this once: made-up", output, StringComparison.Ordinal);
        Assert.Empty(service.Prompts);
    }

    [Fact]
    public async Task List_showsStateAndNoMore()
    {
        var service = new FakeService().On("GET notifications", Known);

        var (exit, output, _) = await service.Run("notifications", "list");

        Assert.Equal(0, exit);
        Assert.Contains("it answers 500", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbs_askWhatTheySay()
    {
        var service = new FakeService().On("GET alerts?limit=5&kind=entry%2Cexit", """{"rows":[]}""").On("DELETE notifications/ops", """{"status":"done"}""")
            .On("POST notifications/ops/test", """{"status":"done"}""");

        Assert.Equal(0, (await service.Run("alerts", "--kind", "entry,exit", "--limit", "5")).ExitCode);
        Assert.Equal(0, (await service.Run("notifications", "test", "ops")).ExitCode);
        Assert.Equal(0, (await service.Run("notifications", "remove", "ops")).ExitCode);
        Assert.Equal(0, (await service.Run("notifications", "dead")).ExitCode);
        Assert.NotEqual(0, (await service.Run("notifications", "set", "ops", "--format", "fax")).ExitCode);

        Assert.Equal(["GET alerts?limit=5&kind=entry%2Cexit", "POST notifications/ops/test", "DELETE notifications/ops", "GET notifications/dead-letters"], service.Asked);
    }
}
