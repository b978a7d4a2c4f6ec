using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.Silo.Supervision;

namespace OrleansTrader.Silo.Planning;

/// <summary>Puts the agents' questions to language models as long as the service runs.</summary>
internal sealed class PlanningService(ModelDesk desk, ServiceRegistry registry, TimeProvider time, ILogger<PlanningService> logger)
    : SupervisedService("language models", registry, time, logger)
{
    protected override Task Work(CancellationToken cancellation) => desk.Run(cancellation);
}
