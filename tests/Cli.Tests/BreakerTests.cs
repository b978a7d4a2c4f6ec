namespace OrleansTrader.Cli.Tests;

public sealed class BreakerTests
{
    private readonly FakeService _service = new();

    [Theory]
    [InlineData("breakers halt --account mine --close --yes", """POST accounts/mine/halt?close=true {}""")]
    [InlineData("breakers halt --tenant --reason why --yes", """POST tenant/halt {"reason":"why"}""")]
    [InlineData("breakers resume --symbol BTC-USDT", "POST symbols/BTC-USDT/resume")]
    [InlineData("breakers set --service", """PUT service/breakers {"rules":[]}""")]
    [InlineData("breakers set --account mine --rule windowLoss:0.03:4h:close:cool=12h --rule lossesInRow:5:halted",
        """PUT accounts/mine/breakers {"rules":[{"kind":"windowLoss","threshold":"0.03","window":"4h","closes":true,"coolDown":"12h"},{"kind":"lossesInRow","threshold":"5","tripsTo":"halted"}]}""")]
    public async Task Changing_asksTheService(string command, string asked)
    {
        await _service.Run([.. command.Split(' '), "--json"]);

        Assert.Equal(asked, Assert.Single(_service.Asked));
    }

    [Theory]
    [InlineData("mine", 1)]
    [InlineData("min", 0)]
    public async Task Halt_withoutYes_isDoneOnlyWhereTheNameIsTyped(string typed, int asked)
    {
        var service = new FakeService { Secret = typed };

        var (code, _, error) = await service.Run("breakers", "halt", "--account", "mine", "--json");

        Assert.Equal(asked, service.Asked.Count);
        Assert.Equal(asked == 0, code == 2 && error.StartsWith("nothing was halted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("breakers halt --yes")]
    [InlineData("breakers halt --tenant --service --yes")]
    [InlineData("breakers set --tenant --rule drawdown")]
    public async Task WrongUsage_asksNothingAndExitsWithTwo(string command)
    {
        var (code, _, _) = await _service.Run(command.Split(' '));

        Assert.Equal(2, code);
        Assert.Empty(_service.Asked);
    }
}
