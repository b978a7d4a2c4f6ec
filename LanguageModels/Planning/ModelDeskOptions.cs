using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>Bounds of the planning with language models.</summary>
public sealed record ModelDeskOptions
{
    private const decimal DailyBudgetUsdMax = 1_000_000m;

    /// <summary>US dollars that the models of one tenant may cost on one day (UTC); zero lets every one of them hold.</summary>
    public decimal DailyBudgetUsd { get; init; } = 5m;

    /// <summary>Plans in work at once; each waits for one provider most of its time.</summary>
    public int ConcurrentMax { get; init; } = 256;

    /// <summary>Questions that wait for their turn; a further one is a hold.</summary>
    public int QueueMax { get; init; } = 10_000;

    /// <summary>What a token is taken to cost, in US dollars a million, where nobody knows its price: the budget holds all the same.</summary>
    public decimal AssumedUsdPerMillionTokens { get; init; } = 10m;

    /// <summary>Which addresses of tenants' own models may be asked.</summary>
    public ModelEndpointRule Endpoints { get; init; } = ModelEndpointRule.ForTenants([]);

    /// <summary>Intervals that the feed's candles yield; empty for all.</summary>
    public ImmutableArray<Interval> Intervals { get; init; } = [];

    /// <summary>Whether the market is of the past, so that a model may remember what came next.</summary>
    public bool IsReplay { get; init; }

    /// <summary>What the disguise of names, dates and prices is made of; null shows everything as it is.</summary>
    public string? DisguiseSeed { get; init; }

    /// <summary>Reads <c>Models:DailyBudgetUsd</c>, <c>Models:ConcurrentMax</c> and <c>Models:TenantEndpoints</c>.</summary>
    /// <exception cref="ModelConfigurationException">A setting cannot be used.</exception>
    public static ModelDeskOptions Read(IConfiguration configuration)
    {
        var options = new ModelDeskOptions { Endpoints = TenantEndpoints.Read(configuration) };
        if (configuration["Models:DailyBudgetUsd"] is { } budget)
        {
            options = decimal.TryParse(budget, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) && dollars <= DailyBudgetUsdMax
                ? options with { DailyBudgetUsd = dollars }
                : throw new ModelConfigurationException($"Models:DailyBudgetUsd '{budget}' is no amount: write dollars a day, e.g. 5 or 0.50");
        }

        if (configuration["Models:ConcurrentMax"] is { } concurrent)
        {
            options = int.TryParse(concurrent, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 10_000
                ? options with { ConcurrentMax = number }
                : throw new ModelConfigurationException($"Models:ConcurrentMax '{concurrent}' is no number: give 1 to 10000");
        }

        return options;
    }
}
