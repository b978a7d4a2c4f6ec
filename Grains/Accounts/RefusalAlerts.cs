using System.Collections.Frozen;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Accounts;

/// <summary>Which refusals a person is told of, and what is said.</summary>
internal static class RefusalAlerts
{
    /// <summary>Least distance of two alerts of an account with one code: an agent asks every cycle.</summary>
    public static readonly TimeSpan DistanceMin = TimeSpan.FromMinutes(5);

    // The risk policy's codes begin so; a test holds that.
    private static readonly FrozenSet<RefusalCode> OfLimits =
        Enum.GetValues<RefusalCode>().Where(static code => code.ToString().StartsWith("Risk", StringComparison.Ordinal)).ToFrozenSet();

    public static bool IsOfLimits(RefusalCode code) => OfLimits.Contains(code);

    public static AlertRow Of(AccountKey account, string venue, DateTimeOffset at, Refusal refusal, AccountCommand command)
    {
        var (symbol, note) = Concerned(command);
        return new AlertRow(account.Tenant, at, AlertSeverity.Warning, account.ToString(), $"refused: {refusal}")
        {
            Kind = AlertKind.Refusal,
            Account = account,
            Agent = TradeAlerts.AgentOf(account, note?.Cause),
            Symbol = symbol is { } market ? new SymbolKey(venue, market) : null,
        };
    }

    private static (Symbol? Symbol, OrderNote? Note) Concerned(AccountCommand command) => command switch
    {
        SubmitOrder { Intent: { } intent } => (intent.Symbol, intent.Note),
        SubmitOco { First: { } first } => (first.Symbol, first.Note),
        SubmitParent { Intent: { } parent } => (parent.Symbol, parent.Note),
        ClosePosition close => (close.Symbol, close.Note),
        _ => (null, null),
    };
}
