using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Resilience;

/// <summary>How one attempt ended.</summary>
/// <param name="Reply">Null where there was none.</param>
/// <param name="Fault">Null where the reply is good.</param>
/// <param name="Again">Whether another attempt may help.</param>
/// <param name="IsOutage">Whether it speaks against the provider as a whole.</param>
/// <param name="AtOnce">Whether another attempt need not wait, for it will be a different one.</param>
internal sealed record Attempt(ModelReply? Reply, ModelFault? Fault, bool Again, bool IsOutage, bool AtOnce = false)
{
    public static Attempt Of(ModelReply reply) => new(reply, reply.Fault, Again: false, IsOutage: false);

    public static Attempt Final(ModelFault fault) => new(Reply: null, fault, Again: false, IsOutage: false);
}
