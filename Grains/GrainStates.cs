using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Portfolio;
using OrleansTrader.Grains.Signals.Sources;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;

[assembly: GrainStates(typeof(AccountMemory), typeof(PartFill), typeof(AgentRecord), typeof(VersionRecord), typeof(QuotaRecord),
    typeof(AccessRecord), typeof(UserRecord), typeof(KeyRecord), typeof(VaultRecord), typeof(StoredCredential), typeof(SourceRecord), typeof(SourceLock),
    typeof(BreakerRecord), typeof(PortfolioRecord))]
