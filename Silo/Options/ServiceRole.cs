namespace OrleansTrader.Silo.Options;

/// <summary>What a process of the service does.</summary>
public enum ServiceRole
{
    /// <summary>Grains, feeds, API and pages in one process.</summary>
    All,

    /// <summary>Of a cluster: grains, feeds and API.</summary>
    Silo,

    /// <summary>Of a cluster: pages and API, a client of the silos.</summary>
    Dashboard,
}
