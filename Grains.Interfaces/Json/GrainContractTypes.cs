using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Leaderboards;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Grains.Venues;

namespace OrleansTrader.Grains.Json;

/// <summary>Types of the grains' own messages, rows and stream items.</summary>
internal static class GrainContractTypes
{
    public static (Type Type, string Name)[] Rows { get; } =
    [
        (typeof(AccountKind), "accountKind"),
        (typeof(AccountReading), "accountReading"),
        (typeof(AccountUpdate), "accountUpdate"),
        (typeof(AccountView), "accountView"),
        (typeof(CommandReply), "commandReply"),
        (typeof(CommandStatus), "commandStatus"),
        (typeof(EquityRow), "equityRow"),
        (typeof(PositionRow), "positionRow"),
        (typeof(AgentModelCost), "agentModelCost"),
        (typeof(AgentSetup), "agentSetup"),
        (typeof(AgentSnapshot), "agentSnapshot"),
        (typeof(AgentStatus), "agentStatus"),
        (typeof(DecisionRow), "decisionRow"),
        (typeof(DecisionRecordRow), "decisionRecordRow"),
        (typeof(DecisionTranscript), "decisionTranscript"),
        (typeof(ModelCost), "modelCost"),
        (typeof(ModelPlan), "modelPlan"),
        (typeof(ModelTurn), "modelTurn"),
        (typeof(RecordOutcome), "recordOutcome"),
        (typeof(SymbolOutcome), "symbolOutcome"),
        (typeof(TurnText), "turnText"),
        (typeof(AlertRow), "alertRow"),
        (typeof(AlertSeverity), "alertSeverity"),
        (typeof(PageRequest), "pageRequest"),
        (typeof(Page<DecisionRow>), "decisionPage"),
        (typeof(Page<DecisionRecordRow>), "decisionRecordPage"),
        (typeof(Page<AlertRow>), "alertPage"),
        (typeof(Page<FillRow>), "fillPage"),
        (typeof(Page<OrderRow>), "orderPage"),
        (typeof(Page<ClosedTradeRow>), "closedTradePage"),
        (typeof(FillRow), "fillRow"),
        (typeof(LeaderboardFilter), "leaderboardFilter"),
        (typeof(LeaderboardRow), "leaderboardRow"),
        (typeof(LeaderboardView), "leaderboardView"),
        (typeof(OrderRow), "orderRow"),
        (typeof(SetupReply), "setupReply"),
        (typeof(SetupStatus), "setupStatus"),
        (typeof(ModelConfig), "modelConfig"),
        (typeof(ModelMode), "modelMode"),
        (typeof(MemoryMode), "memoryMode"),
        (typeof(LessonRow), "lessonRow"),
        (typeof(Page<LessonRow>), "lessonPage"),
        (typeof(VersionConfig), "versionConfig"),
        (typeof(VersionSnapshot), "versionSnapshot"),
        (typeof(VersionStatus), "versionStatus"),
        (typeof(CandleHistory), "candleHistory"),
        (typeof(IndicatorPoint), "indicatorPoint"),
        (typeof(IndicatorSeries), "indicatorSeries"),
        (typeof(MarketReceipt), "marketReceipt"),
        (typeof(MarketSnapshot), "marketSnapshot"),
        (typeof(SymbolSnapshot), "symbolSnapshot"),
        (typeof(SymbolStart), "symbolStart"),
        (typeof(SymbolUpdate), "symbolUpdate"),
        (typeof(TriggerAnswer), "triggerAnswer"),
        (typeof(TriggerReply), "triggerReply"),
        (typeof(TriggerSet), "triggerSet"),
        (typeof(ProcessReport), "processReport"),
        (typeof(ServiceReport), "serviceReport"),
        (typeof(VenueNotice), "venueNotice"),
        (typeof(VenueView), "venueView"),
        (typeof(AccountChanged), "accountChanged"),
        (typeof(AccountCreation), "accountCreation"),
        (typeof(AccountOverview), "accountOverview"),
        (typeof(AgentChanged), "agentChanged"),
        (typeof(AgentCreation), "agentCreation"),
        (typeof(AgentRollback), "agentRollback"),
        (typeof(AlertRaised), "alertRaised"),
        (typeof(OrderLease), "orderLease"),
        (typeof(OverviewRequest), "overviewRequest"),
        (typeof(QuotaOverrides), "quotaOverrides"),
        (typeof(QuotaState), "quotaState"),
        (typeof(QuotaUse), "quotaUse"),
        (typeof(TenantOverview), "tenantOverview"),
        (typeof(TenantQuotas), "tenantQuotas"),
        (typeof(TenantRegistry), "tenantRegistry"),
        (typeof(TenantUpdate), "tenantUpdate"),
        (typeof(ClosedTradeRow), "closedTradeRow"),
    ];
}
