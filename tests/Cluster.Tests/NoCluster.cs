namespace OrleansTrader.ClusterTests;

public sealed class NoCluster
{
    [Fact(Skip = "a cluster needs Microsoft Orleans: dotnet test tests/Cluster.Tests -p:OrleansRuntime=Microsoft, with ORLEANS_FEED where the registry lacks some of its packages")]
    public void Cluster_killedStoppedAndAdded_losesAndDoublesNothing()
    {
    }
}
