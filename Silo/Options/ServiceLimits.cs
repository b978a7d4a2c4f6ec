using System.Globalization;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Silo.Options;

/// <summary>
/// <c>RISK_TOLERANCE</c>, <c>MAX_POSITION_SIZE</c>, <c>STARTING_CASH</c> and <c>CYCLE_INTERVAL_SECONDS</c> for what is made later than the
/// start. The tolerance is a default that its owner may change; the position size is a maximum.
/// </summary>
internal sealed class ServiceLimits(RiskTolerance? tolerance, decimal? positionMax, decimal cash, TimeSpan? cycle) : IServiceLimits
{
    /// <summary>Where nothing is set.</summary>
    public static ServiceLimits None { get; } = new(null, null, decimal.Parse(OptionsReader.CashDefault, CultureInfo.InvariantCulture), null);

    public decimal Cash => cash;

    public TimeSpan Cycle => cycle ?? VersionConfig.CycleIntervalDefault;

    public static ServiceLimits Of(SiloOptions options) => new(options.Risk, options.PositionNotionalMax, options.Cash, options.Cycle);

    public AccountCreation Over(AccountCreation creation) => creation with { Limits = RiskTolerances.LimitsOf(tolerance, positionMax, creation.Cash) };

    public (VersionConfig Config, FieldError? Refused) Over(VersionConfig config)
    {
        // Amounts of a tolerance are shares of an account's cash: a version has none, its accounts bring them.
        var byDefault = RiskTolerances.LimitsOf(tolerance, positionMax: null, cash: 1m);
        var (limits, refused) = Over(config.Limits ?? AccountLimits.None, "limits.");
        if (refused is null && limits.LeverageMax is null && byDefault?.LeverageMax is { } most && config.Leverage > most)
        {
            refused = new FieldError(
                "leverage", FieldError.Text(config.Leverage), $"RISK_TOLERANCE of this service allows {FieldError.Text(most)}: ask for at most that, or give the version a limits.leverageMax of its own");
        }

        limits = limits with { LeverageMax = limits.LeverageMax ?? byDefault?.LeverageMax, DrawdownMax = limits.DrawdownMax ?? byDefault?.DrawdownMax };
        return (limits.IsNone ? config : config with { Limits = limits }, refused);
    }

    public (AccountLimits Limits, FieldError? Refused) Over(AccountLimits limits) => Over(limits, string.Empty);

    private (AccountLimits Limits, FieldError? Refused) Over(AccountLimits limits, string path) => limits.PositionNotionalMax > positionMax
        ? (limits, new FieldError(
            $"{path}positionNotionalMax", FieldError.Text(limits.PositionNotionalMax.Value), $"MAX_POSITION_SIZE of this service allows at most {FieldError.Text(positionMax.Value)}"))
        : (limits with { PositionNotionalMax = limits.PositionNotionalMax ?? positionMax }, null);
}
