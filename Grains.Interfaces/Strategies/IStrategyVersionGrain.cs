using Orleans.Concurrency;
using OrleansTrader.Grains.Books;

namespace OrleansTrader.Grains.Strategies;

/// <summary>An immutable configuration of a strategy. Key: <c>tenant/strategy@1.2.0</c>.</summary>
[Alias(GrainAliases.StrategyVersion)]
public interface IStrategyVersionGrain : ITenantKeyed
{
    /// <summary>Makes the version as a draft. The same configuration again changes nothing; another one is refused.</summary>
    [Alias("Create")]
    Task<SetupReply> Create(VersionConfig config);

    /// <summary>Draft to active: agents may trade it.</summary>
    [Alias("Activate")]
    Task<SetupReply> Activate();

    /// <summary>No new agent may trade it; those that do go on.</summary>
    [Alias("Retire")]
    Task<SetupReply> Retire();

    /// <summary>Null where there is no such version.</summary>
    [Alias("Get")]
    [AlwaysInterleave]
    Task<VersionSnapshot?> Get();

    /// <summary>What its agents' closed trades taught, newest first.</summary>
    [Alias("GetLessons")]
    [AlwaysInterleave]
    Task<Page<LessonRow>> GetLessons(PageRequest page);
}
