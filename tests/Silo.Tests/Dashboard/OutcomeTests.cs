using OrleansTrader.Dashboard.Agents;
using OrleansTrader.Grains.Agents;

namespace OrleansTrader.Silo.Tests.Dashboard;

public sealed class OutcomeTests
{
    [Theory]
    [InlineData(2, 1, 31.2, null, "2 orders, +31.20")]
    [InlineData(1, 2, -0.5, null, "1 order, −0.50")]
    [InlineData(1, 0, null, null, "1 order")]
    [InlineData(0, 0, null, "refused: Halted", "refused: Halted")]
    [InlineData(0, 0, null, null, "nothing came of it")]
    public void InShort_of_an_outcome_says_orders_and_result_or_why_there_is_none(int orders, int trades, double? net, string? told, string expected) =>
        Assert.Equal(expected, DecisionOutcomes.InShort(new RecordOutcome(orders, trades, (decimal?)net, told)));

    [Fact]
    public void InShort_of_a_record_without_a_decision_is_empty() => Assert.Empty(DecisionOutcomes.InShort(null));
}
