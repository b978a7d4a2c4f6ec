using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Trading.Risk.Portfolio;

/// <summary>Limits of all accounts of a tenant together; null means none. Amounts in the accounts' currencies, added as they are.</summary>
/// <param name="GrossNotionalMax">Largest sum of all notionals, long and short added up, open orders included.</param>
/// <param name="AssetExposureMax">Largest sum of the notionals in one asset.</param>
/// <param name="GroupExposureMax">Largest sum of the notionals in the assets of one group.</param>
/// <param name="Groups">Which assets move together, as <see cref="AccountLimits.Groups"/>.</param>
/// <param name="OpenPositionsMax">Most positions; an open order in what is not held counts as one.</param>
/// <param name="DailyLossMax">Loss of all accounts since midnight UTC beyond which none opens anything more that day.</param>
public sealed record TenantLimits(
    decimal? GrossNotionalMax = null,
    decimal? AssetExposureMax = null,
    decimal? GroupExposureMax = null,
    AssetGroups? Groups = null,
    int? OpenPositionsMax = null,
    decimal? DailyLossMax = null)
{
    /// <summary>Most positions that can be named.</summary>
    public const int PositionsMax = 100_000;

    public static TenantLimits None { get; } = new();

    public bool IsNone => this with { Groups = null } == None;

    /// <summary>What is wrong with them, field by field as they are written in JSON.</summary>
    public ImmutableArray<FieldError> Refuse()
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        Positive("grossNotionalMax", GrossNotionalMax, Amounts.AmountMax);
        Positive("assetExposureMax", AssetExposureMax, Amounts.AmountMax);
        Positive("groupExposureMax", GroupExposureMax, Amounts.AmountMax);
        Positive("openPositionsMax", OpenPositionsMax, PositionsMax);
        Positive("dailyLossMax", DailyLossMax, Amounts.AmountMax);
        if (Groups is { } groups && GroupExposureMax is null)
            errors.Add(new FieldError("groups", groups.Text, "give groupExposureMax too: groups alone limit nothing"));
        return errors.ToImmutable();

        void Positive(string field, decimal? value, decimal max)
        {
            if (value is { } given && (given <= 0m || given > max))
                errors.Add(new FieldError(field, FieldError.Text(given), $"above 0 and at most {FieldError.Text(max)}, or none"));
        }
    }
}
