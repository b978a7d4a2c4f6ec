using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Identity.Sessions;

namespace OrleansTrader.Silo.Tests.Identity;

public sealed class LoginBurstTests
{
    [Fact]
    public async Task Try_manyAtOnceFromOneAddress_areCountedBeforeTheyAreJudged()
    {
        await using var site = await GuardedSite.Start();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3 * FailedTries.FailuresMax)
            .Select(i => Desk(site).Try("No Tenant", $"user-{i}", "not the password", null, "10.0.0.7", default)));

        Assert.Equal(FailedTries.FailuresMax, outcomes.Count(static outcome => outcome is LoginOutcome.Wrong));
        Assert.Equal(2 * FailedTries.FailuresMax, outcomes.Count(static outcome => outcome is LoginOutcome.Locked or LoginOutcome.Busy));
        Assert.IsType<LoginOutcome.Locked>(await Desk(site).Try("platform", "admin", GuardedSite.Password, null, "10.0.0.7", default));
        Assert.IsType<LoginOutcome.In>(await Desk(site).Try("platform", "admin", GuardedSite.Password, null, "10.0.0.8", default));
    }

    [Fact]
    public async Task Try_thatIsRight_leavesNoCount()
    {
        await using var site = await GuardedSite.Start();
        var tries = site.App.Services.GetRequiredService<FailedTries>();
        for (var i = 1; i < FailedTries.FailuresMax; i++)
            tries.Add("10.0.0.7", DateTimeOffset.UtcNow);

        for (var i = 0; i < 2; i++)
            Assert.IsType<LoginOutcome.In>(await Desk(site).Try("platform", "admin", GuardedSite.Password, null, "10.0.0.7", default));
        Assert.IsType<LoginOutcome.Wrong>(await Desk(site).Try("platform", "admin", "not the password", null, "10.0.0.7", default));
        Assert.IsType<LoginOutcome.Locked>(await Desk(site).Try("platform", "admin", GuardedSite.Password, null, "10.0.0.7", default));
    }

    [Fact]
    public async Task Login_whileAsManyAsMayWaitDo_isToldWhenToComeBack()
    {
        await using var site = await GuardedSite.Start();
        var passwords = site.App.Services.GetRequiredService<Passwords>();
        var places = Enumerable.Range(0, Passwords.LoginsAtOnceMax).Select(_ => passwords.TryQueue()!).ToList();
        using var client = site.Client();
        var token = GuardedSite.TokenOf(await client.GetStringAsync(new Uri("/login", UriKind.Relative)));
        using var form = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", token), new("tenant", "platform"), new("user", "admin"), new("password", GuardedSite.Password)]);

        using var answer = await client.PostAsync(new Uri("/session/login", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        places[0].Dispose();
        places[0].Dispose();
        Assert.Equal("/", await GuardedSite.LogIn(client, "platform", "admin", GuardedSite.Password));
        Assert.NotNull(passwords.TryQueue());
        Assert.Null(passwords.TryQueue());
    }

    private static LoginDesk Desk(GuardedSite site) => ActivatorUtilities.CreateInstance<LoginDesk>(site.App.Services);
}
