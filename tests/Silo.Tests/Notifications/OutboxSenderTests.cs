using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NSubstitute;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Notifications;
using OrleansTrader.Silo.Notifications.Formats;

namespace OrleansTrader.Silo.Tests.Notifications;

public sealed class OutboxSenderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_alertsThatWait_areSentInOrderWithSignatureAndIds()
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Add("ops", url: $"{scene.To().Address}hook?team=1");
        await scene.Raise("1", "2", "3");

        await scene.Send();

        Assert.Equal(["1", "2", "3"], MessagesOf(scene.To()));
        Assert.Equal(3, scene.To().All.Select(static request => request.Headers[SignedFormat.DeliveryHeader]).Distinct(StringComparer.Ordinal).Count());
        Assert.All(scene.To().All, static request =>
        {
            Assert.Equal(("/hook?team=1", "application/json; charset=utf-8"), (request.Path, request.ContentType));
            Assert.Equal(request.Headers[SignedFormat.DeliveryHeader], JsonDocument.Parse(request.Body).RootElement.GetProperty("id").GetString());
            var timestamp = long.Parse(request.Headers[SignedFormat.TimestampHeader], CultureInfo.InvariantCulture);
            Assert.Equal(OutboxScene.Start.ToUnixTimeSeconds(), timestamp);
            Assert.Equal(SignedFormat.Sign("whsec_0123456789abcdef", timestamp, System.Text.Encoding.UTF8.GetBytes(request.Body)), request.Headers[SignedFormat.SignatureHeader]);
        });
        var state = await scene.State();
        Assert.Equal((0L, 3L, 0L, OutboxScene.Start, null), (state.Waiting, state.Sent, state.Failed, state.LastSentAt, state.LastFault));
    }

    [Fact]
    public async Task Look_destinationThatFails_holdsItsOwnOrderAndIsTriedAgainWithTheSameId()
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Add("ops");
        await scene.Raise("1", "2");
        scene.To().Then(500).Then(503, ("Retry-After", "not a time"));

        await scene.Send();
        var first = await scene.State();
        await scene.Send();
        Assert.Single(scene.To().All);
        Assert.Equal((2L, 1L, 1, "it answers 500"), (first.Waiting, first.Failed, first.Tries, first.LastFault));
        Assert.InRange(first.NextAt!.Value - OutboxScene.Start, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(5));

        scene.Time.Advance(TimeSpan.FromSeconds(BackOff.SecondsMin));
        await scene.Send();
        var second = await scene.State();
        Assert.InRange(second.NextAt!.Value - scene.Time.GetUtcNow(), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));

        scene.Time.Advance(TimeSpan.FromSeconds(10));
        await scene.Send();
        Assert.Equal(["1", "1", "1", "2"], MessagesOf(scene.To()));
        Assert.Single(scene.To().All.Take(3).Select(static request => request.Headers[SignedFormat.DeliveryHeader]).Distinct(StringComparer.Ordinal));
        Assert.Equal((0L, 2L, 2L, 0, null), await scene.State() is var s ? (s.Waiting, s.Sent, s.Failed, s.Tries, s.LastFault) : default);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Sun, 22 Nov 2026 09:04:00 GMT", 240)]
    [InlineData("999999999", BackOff.RetryAfterSecondsMax)]
    public async Task Look_429WithRetryAfter_waitsAsLongAsItAsks(string after, int seconds)
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Add("ops", DestinationFormat.Slack);
        await scene.Raise("1");
        scene.To().Then(429, ("Retry-After", after));

        await scene.Send();
        scene.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await scene.Send();
        Assert.Single(scene.To().All);

        scene.Time.Advance(TimeSpan.FromSeconds(1));
        await scene.Send();
        Assert.Equal(2, scene.To().All.Length);
    }

    [Theory]
    [InlineData("""{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}""", 35)]
    [InlineData("""{"message":"You are being rate limited.","retry_after":64.57,"global":false}""", 64.57)]
    public async Task Look_429ThatSaysItInItsBody_waitsAsLongAsItAsks(string body, double seconds)
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Add("ops", DestinationFormat.Telegram);
        await scene.Raise("1");
        scene.To().Then(async context =>
        {
            context.Response.StatusCode = 429;
            await context.Response.WriteAsync(body);
        });

        await scene.Send();

        Assert.Equal(OutboxScene.Start.AddSeconds(seconds), (await scene.State()).NextAt);
        Assert.Equal("/bot123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11/sendMessage", Assert.Single(scene.To().All).Path);
    }

    [Fact]
    public async Task Look_redirect_isNotFollowed()
    {
        await using var scene = await OutboxScene.Begin(receivers: 2);
        await scene.Add("ops");
        await scene.Raise("1");
        scene.To().Then(307, ("Location", scene.To(1).Address.AbsoluteUri));

        await scene.Send();

        Assert.Empty(scene.To(1).All);
        Assert.Contains("not followed", (await scene.State()).LastFault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_destinationThatDoesNotAnswer_isLeftAfterItsTimeAndHoldsUpNobody()
    {
        await using var scene = await OutboxScene.Begin(receivers: 2);
        await scene.Add("slow");
        await scene.Add("ops", url: scene.To(1).Address.AbsoluteUri);
        var held = new TaskCompletionSource();
        scene.To().Then(context => held.Task.WaitAsync(context.RequestAborted));
        await scene.Raise("1", "2");

        await scene.Sender.Look(Cancellation);
        await scene.To().Arrival(Cancellation);
        await scene.To(1).Arrival(Cancellation);
        await scene.To(1).Arrival(Cancellation);
        Assert.Equal(["1", "2"], MessagesOf(scene.To(1)));
        await scene.Until(static state => state.Waiting == 0);
        await scene.Sender.Look(Cancellation);
        scene.Time.Advance(TimeSpan.FromSeconds(HttpDelivery.AttemptSecondsMax));
        await scene.Sender.Idle();

        Assert.Equal((2L, "no answer within 10 seconds"), await scene.State("slow") is var slow ? (slow.Waiting, slow.LastFault) : default);
        Assert.Equal(0, (await scene.State()).Waiting);
        Assert.Single(scene.To().All);
    }

    [Fact]
    public async Task Look_manySlowDestinationsOfOneTenant_leaveRoomForOthers()
    {
        await using var scene = await OutboxScene.Begin();
        for (var i = 0; i < OutboxSender.AtOncePerTenantMax + 3; i++)
            await scene.Add($"slow-{i}");
        await scene.Add("ops", tenant: "other");
        var held = new TaskCompletionSource();
        scene.To().Otherwise = context => held.Task.WaitAsync(context.RequestAborted);
        await scene.Store.Journal.Write([scene.Alert("1"), scene.Alert("2", "other")]);

        await scene.Sender.Look(Cancellation);
        for (var i = 0; i <= OutboxSender.AtOncePerTenantMax; i++)
            await scene.To().Arrival(Cancellation);
        await scene.Sender.Look(Cancellation);

        Assert.Equal(OutboxSender.AtOncePerTenantMax + 1, scene.To().All.Length);
        Assert.Contains(scene.To().All, static request => request.Path is "/ops");
        held.SetResult();
        await scene.Sender.Idle();
    }

    [Fact]
    public async Task Look_bodyThatIsRefused_isGivenUpSoonAndTheNextOneGoes()
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Add("ops", DestinationFormat.Discord);
        await scene.Raise("1", "2");
        for (var i = 0; i < BackOff.RefusedTriesMax; i++)
        {
            scene.To().Then(400);
            await scene.Send();
            scene.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await scene.Send();

        var state = await scene.State();
        Assert.Equal((0L, 1L, 3L, 1L), (state.Waiting, state.Sent, state.Failed, state.Dead));
        var dead = Assert.Single(await scene.Store.Outbox.DeadLetters(OutboxScene.Demo, 10, Cancellation));
        Assert.Equal(("ops", 1L, "it answers 400", "1"), (dead.Destination, dead.Number, dead.Fault, dead.Alert.Message));
    }

    [Fact]
    public async Task Look_destinationThatIsDeadForADay_givesUpOneByOneAndComesBack()
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Add("ops");
        await scene.Raise("1", "2");
        scene.To().Otherwise = static context =>
        {
            context.Response.StatusCode = 502;
            return Task.CompletedTask;
        };
        var tries = 0;
        while ((await scene.State()) is { Dead: 0 } state && tries++ < 1_000)
        {
            await scene.Send();
            scene.Time.Advance(((await scene.State()).NextAt ?? scene.Time.GetUtcNow()) - scene.Time.GetUtcNow());
            _ = state;
        }

        Assert.InRange(scene.Time.GetUtcNow() - OutboxScene.Start, TimeSpan.FromHours(BackOff.GiveUpHours), TimeSpan.FromHours(BackOff.GiveUpHours + 1));
        Assert.InRange(scene.To().All.Length, 24 * 60 / 15, 24 * 60 / 7);
        scene.To().Otherwise = static _ => Task.CompletedTask;
        scene.Time.Advance(TimeSpan.FromSeconds(BackOff.SecondsMax));
        await scene.Send();
        Assert.Equal((0L, 1L, 1L), await scene.State() is var s ? (s.Waiting, s.Sent, s.Dead) : default);
    }

    [Fact]
    public async Task Look_afterAKillBetweenAnswerAndBooks_repeatsThatOneAlertAndLosesNone()
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Add("ops");
        await scene.Raise("1", "2", "3");
        scene.NewSender(DyingAfter(scene.Store.Outbox, records: 1));
        await scene.Send();
        Assert.Equal(["1", "2"], MessagesOf(scene.To()));

        await scene.Restart();
        await scene.Send();

        Assert.Equal(["1", "2", "2", "3"], MessagesOf(scene.To()));
        Assert.Equal(scene.To().All[1].Headers[SignedFormat.DeliveryHeader], scene.To().All[2].Headers[SignedFormat.DeliveryHeader]);
    }

    [Fact]
    public async Task Look_secretsOfOtherKeys_saysSoAndSendsNothing()
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Add("ops");
        await scene.Store.Outbox.Set((await scene.Store.Outbox.Destinations(OutboxScene.Demo, Cancellation))[0].Setting with { Sealed = "another's" });
        await scene.Raise("1");

        await scene.Send();

        Assert.Empty(scene.To().All);
        Assert.Contains("set it again", (await scene.State()).LastFault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_moreThanOneTurn_sendsTheRestWithTheNextLook()
    {
        await using var scene = await OutboxScene.Begin();
        await scene.Add("ops");
        await scene.Raise([.. Enumerable.Range(1, OutboxSender.TurnMax + 5).Select(static n => $"{n}")]);

        await scene.Send();
        Assert.Equal(OutboxSender.TurnMax, scene.To().All.Length);
        await scene.Send();
        Assert.Equal(Enumerable.Range(1, OutboxSender.TurnMax + 5).Select(static n => $"{n}"), MessagesOf(scene.To()));
    }

    private static IEnumerable<string?> MessagesOf(Receiver receiver) =>
        receiver.All.Select(static request => JsonDocument.Parse(request.Body).RootElement.GetProperty("message").GetString());

    /// <summary>An outbox whose process dies before it keeps what came of a further attempt.</summary>
    private static IOutbox DyingAfter(IOutbox outbox, int records)
    {
        var dying = Substitute.For<IOutbox>();
        dying.Due(default, default, Cancellation).ReturnsForAnyArgs(call => outbox.Due(call.Arg<DateTimeOffset>(), call.Arg<int>(), Cancellation));
        dying.Next(default, default, Cancellation).ReturnsForAnyArgs(call => outbox.Next(call.Arg<long>(), call.Arg<int>(), Cancellation));
        dying.Record(default!).ReturnsForAnyArgs(call => records-- > 0 ? outbox.Record(call.Arg<DeliveryAttempt>()) : throw new JournalException("the process is gone"));
        return dying;
    }
}
