namespace OrleansTrader.Benchmarks.Agents;

/// <summary>Agents that language models plan, without the models' own time: what one cycle costs, and whether a thousand of them keep their time.</summary>
internal static class AgentsBenchmark
{
    /// <param name="args"><c>one</c> or <c>crowd</c> for a half of it.</param>
    public static int Run(string[] args) => RunAll(args).GetAwaiter().GetResult();

    private static async Task<int> RunAll(string[] args)
    {
        Figure.Machine();
        var isMissed = args is ["crowd", ..] ? 0 : await OneCycle.Measure();
        return Math.Max(isMissed, args is ["one", ..] ? 0 : await Crowd.Measure());
    }
}
