using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Leaderboards;

namespace OrleansTrader.Dashboard.Leaderboards;

public sealed partial class LeaderboardPage : LivePage
{
    private LeaderboardView? _board;
    private ImmutableArray<LeaderboardRow> _rows = [];
    private BoardOrder _order = BoardOrder.Default;
    private string _duration = BoardFilter.Durations[0];
    private string _trades = BoardFilter.TradeCounts[0];

    protected override async Task Read()
    {
        _board = await Trader.Leaderboard(Site.Tenant, BoardFilter.Of(_duration, _trades));
        _rows = _order.Sort(_board.Rows);
    }

    // The board stands for ten seconds: the page's own reading, without any hint, is often enough.
    protected override Task Listen() => Task.CompletedTask;

    private void Sort(BoardOrder order)
    {
        _order = order;
        _rows = order.Sort(_rows);
    }

    private Task ChooseDuration(string duration)
    {
        _duration = duration;
        return ReadNow();
    }

    private Task ChooseTrades(string trades)
    {
        _trades = trades;
        return ReadNow();
    }
}
