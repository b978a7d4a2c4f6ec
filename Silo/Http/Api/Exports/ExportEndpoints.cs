using System.Text;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Http.Api.Exports;

/// <summary>Whole histories as CSV, newest first, read and sent page by page: what is in memory is one page, however long the history.</summary>
internal static class ExportEndpoints
{
    private const string ContentType = "text/csv; charset=utf-8; header=present";

    private static readonly string[] FillColumns =
        ["number", "at", "account", "symbol", "order", "side", "price", "quantity", "fee", "realised", "liquidity", "version", "reason"];

    private static readonly string[] TradeColumns =
    [
        "number", "opened_at", "closed_at", "account", "symbol", "side", "quantity", "entry_price", "exit_price", "gross", "fees", "funding", "net",
        "entry_reason", "exit_reason",
    ];

    private static readonly string[] DecisionColumns =
        ["at", "agent", "strategy_version", "account", "symbol", "cycle", "action", "regime", "confidence", "reason", "outcome"];

    public static void MapExports(this IEndpointRouteBuilder api)
    {
        var exports = api.MapGroup(string.Empty).WithTags("Exports");
        exports.MapGet("/accounts/{account}/fills.csv", Fills).WithName("FillsCsv").WithSummary("All fills as CSV (RFC 4180), newest first.").IsCsv();
        exports.MapGet("/accounts/{account}/closed-trades.csv", Trades).WithName("TradesCsv")
            .WithSummary("All round trips as CSV (RFC 4180), newest first.").IsCsv();
        exports.MapGet("/agents/{agent}/decisions.csv", Decisions).WithName("DecisionsCsv")
            .WithSummary("All decisions that changed something as CSV (RFC 4180), newest first.").IsCsv();
        exports.MapGet("/agents/{agent}/records.csv", Records).WithName("RecordsCsv")
            .WithSummary("All records of language models as CSV (RFC 4180), newest first, with their cost and what came of them up to now.").IsCsv();
    }

    private static Task<IResult> Fills(string account, ITrader trader, ISite site, CancellationToken cancellation) =>
        OfAccount(account, trader, site, key => Stream($"{account}-fills.csv", FillColumns, page => trader.Fills(key, page), Cells, cancellation));

    private static Task<IResult> Trades(string account, ITrader trader, ISite site, CancellationToken cancellation) =>
        OfAccount(account, trader, site, key => Stream($"{account}-trades.csv", TradeColumns, page => trader.ClosedTrades(key, page), Cells, cancellation));

    private static Task<IResult> Decisions(string agent, ITrader trader, ISite site, CancellationToken cancellation) =>
        OfAgent(agent, trader, site, snapshot => Stream(
            $"{agent}-decisions.csv", DecisionColumns, page => trader.Decisions(snapshot.Key, page),
            (row, line) => Cells(row, $"{snapshot.Version.Strategy}@{snapshot.Version.Version}", line), cancellation));

    private static Task<IResult> Records(string agent, ITrader trader, ISite site, CancellationToken cancellation) =>
        OfAgent(agent, trader, site, snapshot => Stream(
            $"{agent}-records.csv", RecordCsv.Columns, page => trader.Records(snapshot.Key, page),
            (row, line) => RecordCsv.Cells(row, snapshot.Leakage, line), cancellation));

    private static async Task<IResult> OfAgent(string agent, ITrader trader, ISite site, Func<AgentSnapshot, IResult> export)
    {
        var key = new AgentKey(site.Tenant, agent);
        return (await trader.Registry(site.Tenant)).Agents.Contains(key) && await trader.Agent(key) is { } snapshot
            ? export(snapshot)
            : Problems.NotFound("agent", agent, "GET /api/v1/agents lists all agents");
    }

    private static async Task<IResult> OfAccount(string account, ITrader trader, ISite site, Func<AccountKey, IResult> export)
    {
        var key = new AccountKey(site.Tenant, account);
        return (await trader.Registry(site.Tenant)).Accounts.Contains(key)
            ? export(key)
            : Problems.NotFound("account", account, "GET /api/v1/accounts lists all accounts");
    }

    private static IResult Stream<T>(
        string file, string[] columns, Func<PageRequest, Task<Page<T>>> read, Action<T, CsvRow> cells, CancellationToken cancellation) =>
        TypedResults.Stream(
            async body =>
            {
                await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
                var line = new CsvRow();
                foreach (var column in columns)
                    line.Name(column);
                await writer.WriteAsync(line.End().AsMemory(), cancellation);
                long? before = null;
                do
                {
                    var page = await read(new PageRequest(before, PageRequest.LimitMax));
                    foreach (var row in page.Rows)
                    {
                        cells(row, line);
                        await writer.WriteAsync(line.End().AsMemory(), cancellation);
                    }

                    await writer.FlushAsync(cancellation);
                    before = page.Next;
                }
                while (before is not null);
            },
            ContentType, file);

    private static void Cells(FillRow row, CsvRow line) => line
        .Number(row.Number).Instant(row.At).Name(row.Account.Name).Name(row.Symbol.Symbol.Value).Number(row.Order.Value)
        .Name(row.Side.ToString().ToLowerInvariant()).Number(row.Price).Number(row.Quantity).Number(row.Fee).Number(row.Realised)
        .Name(row.IsMaker ? "maker" : "taker").Number(row.Version).Text(row.Reason);

    private static void Cells(ClosedTradeRow row, CsvRow line) => line
        .Number(row.Number).Instant(row.OpenedAt).Instant(row.ClosedAt).Name(row.Account.Name).Name(row.Symbol.Symbol.Value)
        .Name(row.Side.ToString().ToLowerInvariant()).Number(row.Quantity).Number(row.EntryPrice).Number(row.ExitPrice).Number(row.Gross)
        .Number(row.Fees).Number(row.Funding).Number(row.Net).Text(row.EntryReason).Text(row.ExitReason);

    private static void Cells(DecisionRow row, string version, CsvRow line) => line
        .Instant(row.At).Name(row.Agent.Name).Name(version).Name(row.Account.Name).Name(row.Symbol.Symbol.Value).Number(row.Cycle)
        .Name(row.Action).Name(row.Regime).Number(row.Confidence).Text(row.Reason).Text(row.Outcome);

    private static RouteHandlerBuilder IsCsv(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status404NotFound);
}
