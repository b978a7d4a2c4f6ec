using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.Grains.Strategies;

/// <summary>What a version learned from a closed trade of one of its agents; at most one a trade, and the first one stays.</summary>
/// <param name="Account">The one whose trade it was.</param>
/// <param name="Agent">The one that opened the trade.</param>
public sealed record LessonRow(VersionKey Version, AccountKey Account, AgentKey Agent, Lesson Lesson) : ReadModelRow;
