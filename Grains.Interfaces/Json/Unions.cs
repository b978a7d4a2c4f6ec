using System.Text.Json.Serialization.Metadata;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Json;

/// <summary>The cases of each union by their names on the wire. Names are never changed, cases are only added.</summary>
internal static class Unions
{
    private static readonly Dictionary<Type, (Type Case, string Name)[]> Cases = new()
    {
        [typeof(MarketEvent)] =
        [
            (typeof(Quote), "quote"),
            (typeof(MarketTrade), "trade"),
            (typeof(Book), "book"),
            (typeof(FundingRate), "fundingRate"),
            (typeof(FundingEstimate), "fundingEstimate"),
            (typeof(OpenInterest), "openInterest"),
            (typeof(HistoryCandle), "historyCandle"),
            (typeof(FeedStale), "feedStale"),
        ],
        [typeof(AccountCommand)] =
        [
            (typeof(OpenAccount), "openAccount"),
            (typeof(Deposit), "deposit"),
            (typeof(Withdraw), "withdraw"),
            (typeof(SubmitOrder), "submitOrder"),
            (typeof(SubmitOco), "submitOco"),
            (typeof(AmendOrder), "amendOrder"),
            (typeof(CancelOrder), "cancelOrder"),
            (typeof(CancelOrders), "cancelOrders"),
            (typeof(ClosePosition), "closePosition"),
            (typeof(SetLeverage), "setLeverage"),
            (typeof(SetMarginMode), "setMarginMode"),
            (typeof(MoveIsolatedMargin), "moveIsolatedMargin"),
            (typeof(TriggersFired), "triggersFired"),
            (typeof(ChargeFunding), "chargeFunding"),
            (typeof(MarkEquity), "markEquity"),
            (typeof(HaltAccount), "haltAccount"),
            (typeof(ResumeAccount), "resumeAccount"),
            (typeof(SetLimits), "setLimits"),
            (typeof(ResetAccount), "resetAccount"),
            (typeof(ArchiveAccount), "archiveAccount"),
            (typeof(SetAgentLimits), "setAgentLimits"),
            (typeof(HaltTrading), "haltTrading"),
            (typeof(ImposeBreaker), "imposeBreaker"),
            (typeof(LiftBreaker), "liftBreaker"),
            (typeof(SetBreakers), "setBreakers"),
            (typeof(ReplaceExits), "replaceExits"),
            (typeof(SubmitParent), "submitParent"),
            (typeof(CancelParent), "cancelParent"),
        ],
        [typeof(RiskVerdict)] =
        [
            (typeof(RiskVerdict.Approved), "riskApproved"),
            (typeof(RiskVerdict.Refused), "riskRefused"),
        ],
        [typeof(SignalEvent)] =
        [
            (typeof(SignalReceived), "signalReceived"),
            (typeof(SignalEnriched), "signalEnriched"),
            (typeof(SignalQualified), "signalQualified"),
            (typeof(SignalRefused), "signalRefused"),
            (typeof(LegAsked), "legAsked"),
            (typeof(LegJudged), "legJudged"),
            (typeof(LegSized), "legSized"),
            (typeof(LegExecuted), "legExecuted"),
            (typeof(LegManaged), "legManaged"),
            (typeof(LegEnded), "legEnded"),
            (typeof(LegScored), "legScored"),
            (typeof(PaperFollowed), "paperFollowed"),
            (typeof(SignalScored), "signalScored"),
        ],
        [typeof(TenantUpdate)] =
        [
            (typeof(AccountChanged), "accountChanged"),
            (typeof(AgentChanged), "agentChanged"),
            (typeof(AlertRaised), "alertRaised"),
            (typeof(SignalChanged), "signalChanged"),
        ],
    };

    /// <summary>The declared cases of a union; empty for any other type.</summary>
    public static IEnumerable<Type> CasesOf(Type type) => Cases.TryGetValue(type, out var cases) ? cases.Select(static c => c.Case) : [];

    public static void Describe(JsonTypeInfo info)
    {
        if (!Cases.TryGetValue(info.Type, out var cases))
            return;
        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = ContractJson.Kind };
        foreach (var (type, name) in cases)
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, name));
    }
}
