using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Strategies;

[assembly: GrainStates(typeof(AccountMemory), typeof(PartFill), typeof(AgentRecord), typeof(VersionRecord))]
