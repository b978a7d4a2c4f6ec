namespace OrleansTrader.Cli.Tests;

public sealed class TenancyTests
{
    [Fact]
    public async Task Credentials_set_asksForTheValue_andPrintsNoneOfIt()
    {
        var service = new FakeService { Secret = "sk-very-secret-0123" };
        service.On("PUT credentials/mine", """{"name":"mine","kind":"model","target":"https://m.example.com","lastFour":"0123","setAt":"2026-01-01T00:00:00Z","rotateBy":"2026-04-01T00:00:00Z","isDue":false}""");

        var (exitCode, output, error) = await service.Run("credentials", "set", "mine", "--kind", "model", "--for", "https://m.example.com/v1");

        Assert.Equal(0, exitCode);
        Assert.Equal("""PUT credentials/mine {"kind":"model","target":"https://m.example.com/v1","secret":"sk-very-secret-0123"}""", Assert.Single(service.Asked));
        Assert.Equal("Value of mine: ", Assert.Single(service.Prompts));
        Assert.Contains("0123", output, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_set_takesNoValueAsAnArgument()
    {
        var service = new FakeService { Secret = "sk-very-secret-0123" };

        var (exitCode, _, _) = await service.Run("credentials", "set", "mine", "--kind", "model", "--for", "https://m.example.com/v1", "sk-very-secret-0123");

        Assert.Equal(2, exitCode);
        Assert.Empty(service.Asked);
    }

    [Fact]
    public async Task Quotas_set_keepsWhatIsNotNamed()
    {
        const string State = """{"tenant":"acme","isEnforced":true,"quotas":{"agents":5,"accounts":9},"overrides":{"agents":5},"use":{"agents":1,"accounts":2}}""";
        var service = new FakeService();
        service.On("GET tenants/acme/quotas", State);
        service.On("PUT tenants/acme/quotas", State);

        var (exitCode, output, _) = await service.Run("quotas", "set", "acme", "--accounts", "9");

        Assert.Equal(0, exitCode);
        Assert.Equal("""PUT tenants/acme/quotas {"agents":5,"accounts":9}""", service.Asked[1]);
        Assert.Contains("accounts", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publications_publishAndWithdraw_nameTheAgent()
    {
        var service = new FakeService();
        service.On("PUT publications/trend", """{"agent":"trend","detail":"reasons","at":"2026-01-01T00:00:00Z"}""");
        service.On("DELETE publications/trend", """{"status":"done","errors":[]}""");

        Assert.Equal(0, (await service.Run("publications", "publish", "trend", "--shows", "reasons")).ExitCode);
        Assert.Equal(0, (await service.Run("publications", "withdraw", "trend")).ExitCode);
        Assert.Equal(["""PUT publications/trend {"detail":"reasons"}""", "DELETE publications/trend"], service.Asked);
    }
}
