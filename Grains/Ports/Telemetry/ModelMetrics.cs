using System.Diagnostics.Metrics;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>What language models read, write and cost.</summary>
public static class ModelMetrics
{
    /// <summary>Models that are told apart.</summary>
    public const int ModelsMax = 64;

    private static readonly BoundedNames Models = new(ModelsMax);

    private static readonly Counter<long> Tokens = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.model.tokens", "{token}", "Tokens that models have read (input) and written (output).");

    private static readonly Counter<double> Cost = TraderTelemetry.Meter.CreateCounter<double>(
        "trader.model.cost", "USD", "What models have cost, as far as their prices are known.");

    /// <param name="model">Provider and model, <c>openai/gpt-5</c>.</param>
    public static void Count(string model, long input, long output, decimal? costUsd)
    {
        if (!Tokens.Enabled)
            return;
        var name = new KeyValuePair<string, object?>("model", Models.Of(model));
        if (input > 0)
            Tokens.Add(input, name, new("direction", "input"));
        if (output > 0)
            Tokens.Add(output, name, new("direction", "output"));
        if (costUsd is > 0m)
            Cost.Add((double)costUsd, name);
    }
}
