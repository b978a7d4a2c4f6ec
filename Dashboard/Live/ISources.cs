using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Dashboard.Live;

/// <summary>Where the tenant's alerts come in from. Each change is refused where the role does not reach; secrets are made here and shown once.</summary>
public interface ISources
{
    /// <summary>All sources, by name.</summary>
    Task<ImmutableArray<SourceView>> All();

    /// <summary>Null where there is none of that name.</summary>
    Task<SourceView?> Find(string name);

    /// <summary>Makes a source or changes it. One that is new, or proves itself in another way than before, gets a secret.</summary>
    Task<SecretReply> Set(string name, SourceConfig config);

    /// <summary>Another secret from now on.</summary>
    /// <param name="grace">How long the one of before is taken too.</param>
    Task<SecretReply> Rotate(string name, TimeSpan grace);

    Task<SetupReply> Remove(string name);

    /// <summary>What an alert would become at a source of this configuration, now; nothing is sent, kept or counted.</summary>
    AlertReading Try(string name, SourceConfig config, string alert);
}
