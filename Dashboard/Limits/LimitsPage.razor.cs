using OrleansTrader.Dashboard.Accounts;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Portfolio;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Dashboard.Limits;

/// <summary>Limits that all accounts share, with their use, and the exposure of every account.</summary>
public sealed partial class LimitsPage : ControlPage
{
    /// <summary>Most rows of a table; all of them are in the HTTP API.</summary>
    private const int RowsMax = 100;

    /// <summary>Most assets of an account, the largest first.</summary>
    private const int AssetsMax = 8;

    private PortfolioView? _view;
    private LimitsDraft _draft = new();

    protected override async Task Read()
    {
        var isFirst = _view is null;
        _view = await Trader.Portfolio(Site.Tenant);
        if (isFirst)
            _draft = Of(_view.Limits);
    }

    protected override Task Listen() => Follow(Site.Tenant, () => Trader.Watch(Site.Tenant, _ => HintRead()));

    private Task Set()
    {
        var wrong = string.Empty;
        var limits = Read(_draft, ref wrong);
        if (limits is not null)
            return Change(limits.IsNone ? "nothing is limited" : "the limits are set; they hold within ten seconds", () => Control.SetLimits(limits));
        Refuse(wrong);
        return Task.CompletedTask;
    }

    /// <summary>Null where something is wrong.</summary>
    internal static TenantLimits? Read(LimitsDraft draft, ref string wrong)
    {
        var typed = draft.Read(ref wrong);
        if (wrong.Length > 0)
            return null;
        var limits = typed is null ? TenantLimits.None
            : new TenantLimits(typed.GrossNotionalMax, typed.AssetExposureMax, typed.GroupExposureMax, typed.Groups, typed.OpenPositionsMax, typed.DailyLossMax);
        if (limits.Refuse() is not { IsEmpty: false } errors)
            return limits;
        wrong = FieldError.Join(errors);
        return null;
    }

    private static LimitsDraft Of(TenantLimits limits) => LimitsDraft.Of(new()
    {
        GrossNotionalMax = limits.GrossNotionalMax,
        AssetExposureMax = limits.AssetExposureMax,
        GroupExposureMax = limits.GroupExposureMax,
        Groups = limits.Groups,
        OpenPositionsMax = limits.OpenPositionsMax,
        DailyLossMax = limits.DailyLossMax,
    });
}
