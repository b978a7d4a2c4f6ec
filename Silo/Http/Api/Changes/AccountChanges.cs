using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>Paper accounts: opened, funded, begun anew, archived.</summary>
internal static class AccountChanges
{
    /// <summary>Of an account that names none, while no market has told its own.</summary>
    private const string CurrencyDefault = "USDT";

    public static void MapAccountChanges(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapPost("/", Create).WithName("CreateAccount").WithSummary("Opens a paper account and pays in; it begins with the limits that the service sets.")
            .TakesBody<AccountRequest>().TakesKey().Produces<AccountView>(StatusCodes.Status201Created).Refuses();
        accounts.MapPost("/{account}/deposits", Deposit).WithName("Deposit").WithSummary("Pays in.")
            .TakesBody<AmountRequest>().Commands();
        accounts.MapPost("/{account}/withdrawals", Withdraw).WithName("Withdraw").WithSummary("Takes out at most what neither positions nor orders need.")
            .TakesBody<AmountRequest>().Commands();
        accounts.MapPost("/{account}/reset", Reset).WithName("ResetAccount")
            .WithSummary("Begins the account anew, with nothing open: cash as given, every sum at nought. What was before stays in the journal.")
            .TakesBody<ResetRequest>().Commands();
        accounts.MapPost("/{account}/archive", Archive).WithName("ArchiveAccount")
            .WithSummary("Closes the account for good, with nothing open and no active agent; it can still be read.").Commands();
    }

    private static Task<IResult> Create(HttpRequest request, ChangeDesk desk, IControl control, ITrader trader, ISite site, IHostFacts facts, IServiceLimits service) =>
        desk.Once<AccountRequest>(request, async (body, faults) =>
        {
            var name = faults.Needed("name", body.Name, "give 1 to 40 lower-case letters, digits and dashes");
            var cash = body.Cash ?? service.Cash;
            var currency = body.Currency ?? (facts.Symbols is [var first, ..] ? first.Symbol.Quote : CurrencyDefault);
            var key = new AccountKey(site.Tenant, name);
            var isThere = (await trader.Registry(site.Tenant)).Accounts.Contains(key);
            return async _ =>
            {
                var reply = await control.CreateAccount(new AccountCreation(name, site.Venue, currency, cash));
                return Answers.Refused(reply, isThere ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity)
                    ?? TypedResults.Created($"/api/v1/accounts/{name}", await trader.Account(key));
            };
        });

    private static Task<IResult> Deposit(string account, HttpRequest request, ChangeDesk desk) =>
        desk.Command<AmountRequest>(account, request, static (body, faults) => new Deposit(faults.Needed("amount", body.Amount, "1000")));

    private static Task<IResult> Withdraw(string account, HttpRequest request, ChangeDesk desk) =>
        desk.Command<AmountRequest>(account, request, static (body, faults) => new Withdraw(faults.Needed("amount", body.Amount, "1000")));

    private static Task<IResult> Reset(string account, HttpRequest request, ChangeDesk desk) =>
        desk.Command<ResetRequest>(account, request, static (body, _) => new ResetAccount(body.Cash));

    private static Task<IResult> Archive(string account, HttpRequest request, ChangeDesk desk) => desk.Archive(account, request);
}
