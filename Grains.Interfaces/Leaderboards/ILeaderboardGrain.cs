namespace OrleansTrader.Grains.Leaderboards;

/// <summary>A tenant's strategy versions, ranked by what their results prove. Key: <c>tenant</c>.</summary>
[Alias(GrainAliases.Leaderboard)]
public interface ILeaderboardGrain : ITenantKeyed
{
    /// <summary>Most versions of one board, by name; more count as tried and are not ranked.</summary>
    const int VersionsMax = 100;

    /// <summary>Most agents of one board, by name; accounts of more are left out.</summary>
    const int AgentsMax = 1_000;

    /// <summary>
    /// The board as it stands, worked out anew at most every ten seconds and only when somebody asks. A filter hides rows; it changes
    /// neither ranks nor verdicts.
    /// </summary>
    [Alias("GetBoard")]
    Task<LeaderboardView> GetBoard(LeaderboardFilter filter);
}
