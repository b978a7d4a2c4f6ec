using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Http.Api.Changes;
using OrleansTrader.Silo.Http.Security;

namespace OrleansTrader.Silo.Http.Api.Access;

/// <summary>Who may act for a tenant: users, keys, the audit; and for operators of the platform the tenants themselves.</summary>
internal static class AccessEndpoints
{
    private const int DaysMax = 3_650, GraceHoursDefault = 24;

    public static void MapAccess(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me", static (ISite site) => Me(site.Asker)).WithTags("Users").WithName("Me").WithSummary("Who asks, and what they may do.");
        var reads = api.MapGroup(string.Empty).RequireAuthorization(Policies.Operator);
        reads.MapGet("/users", static (IAccess access) => access.Users()).WithTags("Users").WithName("Users").WithSummary("The tenant's users.");
        reads.MapGet("/keys", static (IAccess access) => access.Keys()).WithTags("Keys").WithName("Keys").WithSummary("The tenant's API keys, those in force first.");
        reads.MapGet("/audit", static (HttpRequest request, IAccess access) => AccountEndpoints.Paged(request, access.Audit)).WithTags("Audit").WithName("Audit")
            .WithSummary("What was done for the tenant and what was refused, newest first.").Pages<AuditRow>();

        var users = api.MapGroup("/users").WithTags("Users").RequireAuthorization(Policies.Operator).AddEndpointFilter<ControlFilter>();
        users.MapPost("/", CreateUser).WithName("CreateUser").WithSummary("Makes a user.")
            .TakesBody<UserRequest>().Produces<UserAnswer>(StatusCodes.Status201Created).Refuses();
        users.MapPost("/{user}/role", ChangeRole).WithName("ChangeRole").WithSummary("Gives a user another role; ends the user's sessions.")
            .TakesBody<RoleRequest>().Changes<UserView>();
        users.MapPost("/{user}/password", ResetPassword).WithName("ResetPassword").WithSummary("Gives a user another password; ends the user's sessions.")
            .TakesBody<PasswordRequest>().Changes<UserAnswer>();
        users.MapPost("/{user}/disable", static (string user, IAccess access) => SetDisabled(user, isDisabled: true, access)).WithName("DisableUser")
            .WithSummary("Lets a user in no more; ends the user's sessions.").Changes<UserView>();
        users.MapPost("/{user}/enable", static (string user, IAccess access) => SetDisabled(user, isDisabled: false, access)).WithName("EnableUser")
            .WithSummary("Lets a user in again.").Changes<UserView>();

        var keys = api.MapGroup("/keys").WithTags("Keys").RequireAuthorization(Policies.Operator).AddEndpointFilter<ControlFilter>();
        keys.MapPost("/", CreateKey).WithName("CreateKey").WithSummary("Makes an API key; it is answered once and never again.")
            .TakesBody<KeyRequest>().Produces<KeyAnswer>(StatusCodes.Status201Created).Refuses();
        keys.MapPost("/{key}/rotate", RotateKey).WithName("RotateKey").WithSummary("Makes a new key in the place of one that stays in force for a while.")
            .TakesBody<RotationRequest>().Produces<KeyAnswer>(StatusCodes.Status201Created).Refuses();
        keys.MapDelete("/{key}", RevokeKey).WithName("RevokeKey").WithSummary("Takes a key out of force, for good, within ten seconds.").Changes<KeyView>();

        var tenants = api.MapGroup("/tenants").WithTags("Tenants").RequireAuthorization(Policies.Platform);
        tenants.MapGet("/", static (IAccess access) => access.Tenants()).WithName("Tenants").WithSummary("All tenants that were made.");
        var changes = tenants.MapGroup(string.Empty).AddEndpointFilter<ControlFilter>();
        changes.MapPost("/", CreateTenant).WithName("CreateTenant").WithSummary("Makes a tenant with its first operator, whose password is answered once.")
            .TakesBody<TenantRequest>().Produces<UserAnswer>(StatusCodes.Status201Created).Refuses();
        changes.MapPost("/{tenant}/users/{user}/reset", ResetOperator).WithName("ResetOperator")
            .WithSummary("Gives a user of any tenant a password that is answered once and lets in once.").Changes<UserAnswer>();
    }

    private static AskerAnswer Me(Asker asker) => new(
        asker.Tenant.Value, asker.User, asker.Role, JsonNamingPolicy.CamelCase.ConvertName(asker.Means.ToString()), asker.Key, asker.Accounts);

    private static Task<IResult> CreateUser(HttpRequest request, IAccess access) => ChangeDesk.Run<UserRequest>(request, async (body, faults) =>
    {
        var name = faults.Needed("name", body.Name, TenantNames.Rule);
        var role = faults.Named<Role>("role", body.Role);
        if (!faults.Errors.IsEmpty)
            return null;
        var made = await access.CreateUser(name, role, body.Password);
        return Answers.Refused(made.Reply, StatusCodes.Status422UnprocessableEntity)
            ?? TypedResults.Created($"/api/v1/users/{name}", new UserAnswer(name, made.Secret));
    });

    private static Task<IResult> ChangeRole(string user, HttpRequest request, IAccess access) => ChangeDesk.Run<RoleRequest>(request, async (body, faults) =>
    {
        var role = faults.Named<Role>("role", body.Role);
        return faults.Errors.IsEmpty
            ? Answers.Refused(await access.ChangeRole(user, role), StatusCodes.Status409Conflict) ?? await Shown(user, access)
            : null;
    });

    private static Task<IResult> ResetPassword(string user, HttpRequest request, IAccess access) => ChangeDesk.Run<PasswordRequest>(request, async (body, _) =>
    {
        var made = await access.ResetPassword(user, body.Password);
        return Answers.Refused(made.Reply, StatusCodes.Status422UnprocessableEntity) ?? TypedResults.Ok(new UserAnswer(user, made.Secret));
    });

    private static async Task<IResult> SetDisabled(string user, bool isDisabled, IAccess access) =>
        Answers.Refused(await access.SetDisabled(user, isDisabled), StatusCodes.Status409Conflict) ?? await Shown(user, access);

    private static async Task<IResult> Shown(string user, IAccess access) =>
        TypedResults.Ok((await access.Users()).FirstOrDefault(known => string.Equals(known.Name, user, StringComparison.Ordinal)));

    private static Task<IResult> CreateKey(HttpRequest request, IAccess access) => ChangeDesk.Run<KeyRequest>(request, async (body, faults) =>
    {
        var name = faults.Needed("name", body.Name, TenantNames.Rule);
        var role = faults.Named<Role>("role", body.Role);
        var lifetime = Days(body.Days, faults);
        ImmutableArray<string> accounts = body.Accounts is { IsDefault: false } given ? given : [];
        if (accounts.Any(static account => !TenantNames.IsName(account)))
            faults.Add("accounts", string.Join(',', accounts), "give names of accounts: GET /api/v1/accounts lists them");
        if (!faults.Errors.IsEmpty)
            return null;
        return Made(await access.CreateKey(name, role, accounts, lifetime));
    });

    private static Task<IResult> RotateKey(string key, HttpRequest request, IAccess access) => ChangeDesk.Run<RotationRequest>(request, async (body, faults) =>
    {
        var lifetime = Days(body.Days, faults);
        var hours = body.GraceHours ?? GraceHoursDefault;
        if (hours is < 0 or > 24 * ITenantGrain.KeyGraceDaysMax)
            faults.Add("graceHours", $"{hours}", $"give 0 to {24 * ITenantGrain.KeyGraceDaysMax}");
        return faults.Errors.IsEmpty ? Made(await access.RotateKey(key, TimeSpan.FromHours(hours), lifetime)) : null;
    });

    private static async Task<IResult> RevokeKey(string key, IAccess access) =>
        Answers.Refused(await access.RevokeKey(key), StatusCodes.Status404NotFound)
        ?? TypedResults.Ok((await access.Keys()).FirstOrDefault(known => string.Equals(known.Id, key, StringComparison.Ordinal)));

    private static Task<IResult> CreateTenant(HttpRequest request, IAccess access) => ChangeDesk.Run<TenantRequest>(request, async (body, faults) =>
    {
        var name = faults.Needed("name", body.Name, TenantNames.Rule);
        if (!faults.Errors.IsEmpty)
            return null;
        var user = body.User ?? "admin";
        var made = await access.CreateTenant(name, user);
        return Answers.Refused(made.Reply, StatusCodes.Status422UnprocessableEntity)
            ?? TypedResults.Created($"/api/v1/tenants/{name}", new UserAnswer(user, made.Secret));
    });

    private static async Task<IResult> ResetOperator(string tenant, string user, IAccess access)
    {
        var made = await access.ResetOperator(tenant, user);
        return Answers.Refused(made.Reply, StatusCodes.Status404NotFound) ?? TypedResults.Ok(new UserAnswer(user, made.Secret));
    }

    private static IResult Made(SecretReply made) => Answers.Refused(made.Reply, StatusCodes.Status422UnprocessableEntity)
        ?? TypedResults.Created($"/api/v1/keys/{made.Id}", new KeyAnswer(made.Id!, made.Secret!));

    private static TimeSpan? Days(int? days, Faults faults)
    {
        if (days is < 1 or > DaysMax)
            faults.Add("days", $"{days}", $"give 1 to {DaysMax}, or leave it out");
        return days is { } given ? TimeSpan.FromDays(given) : null;
    }
}
