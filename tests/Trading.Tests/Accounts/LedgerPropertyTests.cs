using FsCheck;
using FsCheck.Fluent;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Trading.Tests.Accounts;

public sealed class LedgerPropertyTests
{
    private static readonly Gen<Step> Steps =
        from kind in Gen.Choose(0, 95)
        from a in Gen.Choose(0, 1)
        from b in Gen.Choose(0, 9_999)
        from c in Gen.Choose(0, 9_999)
        from d in Gen.Choose(0, 9_999)
        select new Step((byte)kind, a, b, c, d);

    // Shrinking drops steps only: halves, then quarters, then single ones, so that what remains is the story that matters.
    private static readonly Arbitrary<Step[]> Stories = Arb.From(Gen.ArrayOf(Steps, 250), Shorter);

    private static IEnumerable<Step[]> Shorter(Step[] steps)
    {
        for (var size = steps.Length / 2; size >= 1; size /= 2)
        {
            for (var start = 0; start + size <= steps.Length; start += size)
                yield return [.. steps[..start], .. steps[(start + size)..]];
        }
    }

    public static TheoryData<string> Venues => [.. Kinds.Keys];

    private static readonly Dictionary<string, Story> Kinds = new(StringComparer.Ordinal)
    {
        ["quotes"] = new Story(),
        ["latency"] = new Story(ExchangeRules.Default with { Latency = TimeSpan.FromSeconds(20), RetryAfter = TimeSpan.FromSeconds(30) }),
        ["book"] = new Story(ExchangeRules.Default, hasBook: true),
        ["book, latency and touch"] = new Story(
            ExchangeRules.Default with { Latency = TimeSpan.FromSeconds(3), Slippage = SlippageModel.None, LimitFill = LimitFill.Touch }, hasBook: true),
    };

    [Theory]
    [MemberData(nameof(Venues))]
    public void Decide_random_stories_of_250_steps_keep_every_promise(string venue)
    {
        var like = Kinds[venue];
        var property = Prop.ForAll(Stories, steps => Story.Play(steps, like: like) is not { } broken ? true : throw new InvalidOperationException(broken));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(80), property);
    }

    [Fact]
    public void Decide_planted_bug_shrinks_to_a_short_readable_story()
    {
        // The plant: whoever sees a filled sell order after a filled buy calls it broken. Two commands must remain.
        static string? Plant(Story story) =>
            story.Journal.Count(e => e.Kind == AccountEventKind.TradeClosed) > 0 ? "planted: no round trip ever ends" : null;
        var smallest = Gen.Sample(Gen.ArrayOf(Steps, 250), 50).First(s => Story.Play(s, Plant) is not null);
        for (var shorter = smallest; shorter is not null; shorter = Shorter(smallest).FirstOrDefault(s => Story.Play(s, Plant) is not null))
            smallest = shorter;
        var told = Story.Play(smallest, Plant)!;
        Assert.StartsWith("planted: no round trip ever ends", told, StringComparison.Ordinal);
        // Most stories end with two to four steps; moves of the market that a trigger needs may leave a few more.
        Assert.InRange(smallest.Length, 2, 12);
        Assert.InRange(told.Split('\n').Length, 3, 25);
        Assert.Matches("Submit(Order|Oco) \\{", told);
    }

    [Fact]
    public void Decide_random_stories_reach_every_kind_of_event()
    {
        // The rarest kind, a moved mark, comes in one story of twelve.
        var missing = Enum.GetValues<AccountEventKind>().Where(kind => kind != AccountEventKind.None).ToHashSet();
        foreach (var steps in Gen.Sample(Gen.ArrayOf(Steps, 250), 500).TakeWhile(_ => missing.Count > 0))
        {
            var story = new Story();
            Assert.Null(story.Run(steps));
            missing.ExceptWith(story.Journal.Select(e => e.Kind));
        }

        Assert.Empty(missing);
    }
}
