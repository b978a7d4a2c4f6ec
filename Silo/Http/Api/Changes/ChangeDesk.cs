using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>The one way in which a request changes something: its body is read and checked whole, its key claimed, then it is carried out.</summary>
internal sealed class ChangeDesk(ITrader trader, IControl control, ISite site)
{
    /// <summary>A command to an account that is there, at most once for each key.</summary>
    public Task<IResult> Command<T>(string account, HttpRequest request, Func<T, Faults, AccountCommand?> read)
        where T : class => Once<T>(request, async (body, faults) =>
    {
        if (await Known(account) is not { } key)
            return Missing(account);
        if (read(body, faults) is not { } command || !faults.Errors.IsEmpty)
            return null;
        return id => Answer(() => control.Execute(key, id, command));
    });

    /// <summary>The same for what depends on how the account stands.</summary>
    public Task<IResult> Command<T>(string account, HttpRequest request, Func<T, Faults, AccountView, AccountCommand> read)
        where T : class => Once<T>(request, async (body, faults) =>
    {
        if (await Known(account) is not { } key || await trader.Account(key) is not { } view)
            return Missing(account);
        var command = read(body, faults, view);
        return faults.Errors.IsEmpty ? id => Answer(() => control.Execute(key, id, command)) : null;
    });

    public Task<IResult> Archive(string account, HttpRequest request) => Once<NoRequest>(request, async (_, _) =>
        await Known(account) is { } key ? id => Answer(() => control.Archive(key, id)) : Missing(account));

    /// <summary>Carries out at most once what <paramref name="prepare"/> makes of the body; null where the body has errors.</summary>
    public async Task<IResult> Once<T>(HttpRequest request, Func<T, Faults, Task<Func<CommandId, Task<IResult>>?>> prepare)
        where T : class
    {
        var (bytes, problem) = await Body.Read(request);
        if (bytes is null)
            return problem!;
        var faults = new Faults();
        var id = RequestKey.Read(request, faults);
        var body = Body.Decode<T>(bytes, faults);
        var run = body is null ? null : await prepare(body, faults);
        if (Answers.Wrong(faults.Errors) is { } wrong)
            return wrong;

        // Only what can be understood takes a key: a slip of the pen may be sent again with it.
        var fingerprint = RequestKey.Fingerprint(request, bytes);
        if (!string.Equals(await control.ClaimKey(id!.Value, fingerprint), fingerprint, StringComparison.Ordinal))
        {
            return Problems.Of(
                StatusCodes.Status422UnprocessableEntity, "The key was used before", RequestKey.Header, request.Headers[RequestKey.Header].ToString(),
                "it stands for another request: choose a new key for this one");
        }

        return await run!(id.Value);
    }

    /// <summary>Carries out what is idempotent by itself and needs no key.</summary>
    public static async Task<IResult> Run<T>(HttpRequest request, Func<T, Faults, Task<IResult?>> run)
        where T : class
    {
        var (bytes, problem) = await Body.Read(request);
        if (bytes is null)
            return problem!;
        var faults = new Faults();
        var answer = Body.Decode<T>(bytes, faults) is { } body ? await run(body, faults) : null;
        return Answers.Wrong(faults.Errors) ?? answer!;
    }

    private async Task<AccountKey?> Known(string account)
    {
        // Only names of the registry reach a grain: a name that somebody made up activates nothing.
        var key = new AccountKey(site.Tenant, account);
        return (await trader.Registry(site.Tenant)).Accounts.Contains(key) ? key : null;
    }

    private static Func<CommandId, Task<IResult>> Missing(string account) =>
        _ => Task.FromResult<IResult>(Problems.NotFound("account", account, "GET /api/v1/accounts lists all accounts"));

    private static async Task<IResult> Answer(Func<Task<CommandReply>> execute)
    {
        try
        {
            return Answers.Of(await execute());
        }
        catch (Exception fault) when (AwayHandler.IsAway(fault))
        {
            return Answers.Unknown(fault is TimeoutException ? "no answer came in time" : "a part of the service went away before it answered");
        }
    }
}
