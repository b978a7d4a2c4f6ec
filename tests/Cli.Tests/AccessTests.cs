using System.Net;

namespace OrleansTrader.Cli.Tests;

public sealed class AccessTests : IDisposable
{
    private readonly FakeService _service = new();

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData("accounts list")]
    [InlineData("export fills mine")]
    [InlineData("users list")]
    public async Task Reading_withAnApiKey_showsIt(string command)
    {
        await _service.Run([.. command.Split(' '), "--json", "--key", "ot_acme_0123456789_secret"]);

        Assert.Equal("Bearer ot_acme_0123456789_secret", Assert.Single(_service.Authorizations));
    }

    [Theory]
    [InlineData("users create bob --role trader", """POST users {"name":"bob","role":"trader"}""")]
    [InlineData("users role bob viewer", """POST users/bob/role {"role":"viewer"}""")]
    [InlineData("users password bob", "POST users/bob/password")]
    [InlineData("users disable bob", "POST users/bob/disable")]
    [InlineData("users enable bob", "POST users/bob/enable")]
    [InlineData("keys create robot --role trader --account mine --days 90", """POST keys {"name":"robot","role":"trader","accounts":["mine"],"days":90}""")]
    [InlineData("keys rotate 0123456789 --grace-hours 2", """POST keys/0123456789/rotate {"graceHours":2}""")]
    [InlineData("keys revoke 0123456789", "DELETE keys/0123456789")]
    [InlineData("tenants create acme --user ada", """POST tenants {"name":"acme","user":"ada"}""")]
    [InlineData("tenants reset acme --user ada", "POST tenants/acme/users/ada/reset")]
    [InlineData("tenants list", "GET tenants")]
    public async Task Keeping_whoMayAct_sendsTheKey(string command, string asked)
    {
        await _service.Run([.. command.Split(' '), "--json"]);

        Assert.Equal(asked, Assert.Single(_service.Asked));
        Assert.Equal($"Bearer {FakeService.Key}", Assert.Single(_service.Authorizations));
    }

    [Fact]
    public async Task Secret_isPrintedOnce()
    {
        _service.On("POST users", """{"user":"bob","password":"made-up-password"}""", HttpStatusCode.Created);
        _service.On("POST keys", """{"id":"0123456789","key":"ot_acme_0123456789_secret"}""", HttpStatusCode.Created);

        Assert.Contains("bob logs in with made-up-password once", (await _service.Run("users", "create", "bob")).Output, StringComparison.Ordinal);
        Assert.Contains("ot_acme_0123456789_secret", (await _service.Run("keys", "create", "robot")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_isATable()
    {
        _service.On("GET audit?limit=50", """{"rows":[{"number":7,"entry":{"at":"2026-01-01T00:00:00Z","who":"ada","by":"session","from":"10.0.0.7","action":"account.halt","on":"acme/mine","result":"done"}}]}""");

        var (_, output, _) = await _service.Run("audit");

        Assert.Contains("account.halt", output, StringComparison.Ordinal);
        Assert.Contains("10.0.0.7", output, StringComparison.Ordinal);
    }
}
