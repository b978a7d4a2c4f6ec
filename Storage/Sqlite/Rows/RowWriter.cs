using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Rows;

/// <summary>Writes rows of the read model into the open transaction.</summary>
/// <param name="tells">Whether alerts are put into outboxes: those that are written anew have been told of before.</param>
internal sealed class RowWriter(SqliteDatabase database, bool tells = true)
{
    /// <summary>Rises with every trigger set; the database has one writer, so commits show it in this order.</summary>
    private long _lastChange = database.Number("SELECT coalesce(max(change), 0) FROM trigger_sets");

    public void Write(ReadModelRow row)
    {
        switch (row)
        {
            case FillRow fill:
                FillTable.Write(database, fill);
                break;
            case OrderRow order:
                OrderTable.Write(database, order);
                break;
            case EquityRow equity:
                EquityTable.Write(database, equity);
                break;
            case PositionRow position:
                PositionTable.Write(database, position);
                break;
            case TriggerSetRow triggers:
                TriggerSetTable.Write(database, triggers, ++_lastChange);
                break;
            case QuoteRow quote:
                QuoteTable.Write(database, quote);
                break;
            case ClosedTradeRow trade:
                ClosedTradeTable.Write(database, trade);
                break;
            case DecisionRow decision:
                DecisionTable.Write(database, decision);
                break;
            case DecisionRecordRow record:
                DecisionRecordTable.Write(database, record);
                break;
            case LessonRow lesson:
                LessonTable.Write(database, lesson);
                break;
            case SignalRow signal:
                SignalTable.Write(database, signal);
                break;
            case SourceTallyRow tally:
                SourceTallyTable.Write(database, tally);
                break;
            case TextPartRow part:
                TextPartTable.Write(database, part);
                break;
            case FundingRow funding:
                FundingTable.Write(database, funding);
                break;
            case AlertRow alert:
                var bounded = AlertColumns.Bounded(alert);
                AlertTable.Write(database, bounded);
                if (tells)
                    OutboxTable.Write(database, bounded);
                break;
            case AccountRow account:
                AccountTable.Write(database, account);
                break;
            case AgentRow agent:
                AgentTable.Write(database, agent);
                break;
            case VersionRow version:
                VersionTable.Write(database, version);
                break;
            default:
                throw new JournalException($"the read model has no table for {row.GetType().Name}: add one with a schema step");
        }
    }
}
