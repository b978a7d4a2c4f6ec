using System.Globalization;
using OrleansTrader.LanguageModels.Planning;

namespace OrleansTrader.LanguageModels.Tests.Planning;

public sealed class KeptPartsTests
{
    [Fact]
    public void Contains_whatWasAdded_untilItWasNotUsedForLong()
    {
        var kept = new KeptParts();
        kept.Add(["used", "unused"]);
        Assert.False(kept.Contains("never"));

        for (var i = 0; i < KeptParts.HashesMax * 4; i++)
        {
            kept.Add([i.ToString(CultureInfo.InvariantCulture)]);
            Assert.True(kept.Contains("used"));
        }

        Assert.False(kept.Contains("unused"));
    }
}
