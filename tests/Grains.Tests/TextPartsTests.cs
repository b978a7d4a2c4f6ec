using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.GrainsTests;

public sealed class TextPartsTests
{
    [Fact]
    public void Split_anyText_isPutTogetherAgain()
    {
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
        {
            // Two- and three-byte letters, so that cuts fall inside of them.
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 20_000)).Select(_ => (char)(random.Next(3) == 0 ? 0x20AC + random.Next(40) : 'a' + random.Next(26))));
            var parts = new Dictionary<string, TextPartRow>(StringComparer.Ordinal);
            Assert.Equal(text, TextParts.Join(TextParts.Split(text, parts), parts));
        }
    }

    [Fact]
    public void Split_sameMiddleInOtherSurroundings_isKeptOnce()
    {
        var random = new Random(11);
        var market = string.Join(',', Enumerable.Range(0, 6_000).Select(_ => random.Next(10_000, 99_999).ToString(CultureInfo.InvariantCulture)));
        var parts = new Dictionary<string, TextPartRow>(StringComparer.Ordinal);
        for (var agent = 0; agent < 100; agent++)
            TextParts.Split($"account of agent {agent} {new string('x', agent * 7)} sees {market} and trades {agent}", parts);

        var characters = parts.Values.Sum(part => TextParts.Join([part.Hash], parts).Length);
        // Whole, they would be a hundred markets: of each agent only the two parts at the seams are its own.
        Assert.InRange(characters, market.Length, 100 * market.Length / 5);
        Assert.InRange(parts.Count, 10, 450);
    }

    [Fact]
    public void Join_partAltered_isRefused()
    {
        var parts = new Dictionary<string, TextPartRow>(StringComparer.Ordinal);
        var hashes = TextParts.Split("what was said", parts);
        var others = new Dictionary<string, TextPartRow>(StringComparer.Ordinal);
        var other = TextParts.Split("what was not said", others);
        parts[hashes[0]] = others[other[0]];

        Assert.Throws<JournalException>(() => TextParts.Join(hashes, parts));
        Assert.Throws<JournalException>(() => TextParts.Join(hashes, ImmutableDictionary<string, TextPartRow>.Empty));
    }

    [Fact]
    public void Split_partsThatAreKept_areNamedAndNotOfferedAgain()
    {
        var text = string.Concat(Enumerable.Range(0, 2_000).Select(static i => $"{i} market\n"));
        var first = new Dictionary<string, TextPartRow>(StringComparer.Ordinal);
        var hashes = TextParts.Split(text, first);

        var second = new Dictionary<string, TextPartRow>(StringComparer.Ordinal);
        var again = TextParts.Split($"{text}and a tail", second, first.ContainsKey);

        Assert.Equal(hashes[..^1], again[..(hashes.Length - 1)]);
        Assert.InRange(second.Count, 1, 2);
        Assert.Equal($"{text}and a tail", TextParts.Join(again, first.Concat(second).ToDictionary(StringComparer.Ordinal)));
    }
}
