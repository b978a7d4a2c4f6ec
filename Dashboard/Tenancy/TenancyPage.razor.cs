using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OrleansTrader.Dashboard.Figures;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Dashboard.Tenancy;

public sealed partial class TenancyPage : ControlPage
{
    private QuotaState? _quotas;
    private ImmutableArray<CredentialView> _credentials = [];
    private ImmutableArray<Publication> _publications = [];
    private string? _name;
    private CredentialKind _kind = CredentialKind.Model;
    private string? _target;
    private string? _secret;
    private string? _agent;
    private PublicDetail _detail;

    [Inject]
    private ITenancy Tenant { get; set; } = null!;

    protected override async Task Read()
    {
        _quotas = await Tenant.Quotas();
        _credentials = await Tenant.Credentials();
        _publications = await Tenant.Publications();
    }

    protected override Task Listen() => Task.CompletedTask;

    private static IEnumerable<(string What, string Used, string Most)> Limits(QuotaState state)
    {
        var (most, use) = (state.Quotas, state.Use);
        yield return ("Agents", Figure.Number((decimal)use.Agents, 0), Figure.Number((decimal)most.Agents, 0));
        yield return ("Accounts", Figure.Number((decimal)use.Accounts, 0), Figure.Number((decimal)most.Accounts, 0));
        yield return ("Versions", Figure.Number((decimal)use.Versions, 0), Figure.Number((decimal)most.Versions, 0));
        yield return ("Orders in this minute", Figure.Number((decimal)use.OrdersThisMinute, 0), Figure.Number((decimal)most.OrdersPerMinute, 0));
        yield return ("Alerts from outside in this minute", Figure.Number((decimal)use.WebhooksThisMinute, 0), Figure.Number((decimal)most.WebhooksPerMinute, 0));
        yield return ("Models today, dollars", Figure.Dollars(use.ModelSpendUsdToday), most.ModelSpendUsdPerDay is { } dollars ? Figure.Dollars(dollars) : "the service's");
        yield return ("Backtests at once", Figure.None, Figure.Number((decimal)most.BacktestsAtOnce, 0));
        yield return ("API requests a minute", Figure.None, Figure.Number((decimal)most.ApiRequestsPerMinute, 0));
        yield return ("Days of decision records", Figure.None, most.DecisionRecordDays is { } days ? Figure.Number((decimal)days, 0) : "the service's");
    }

    private async Task Seal()
    {
        var given = new CredentialInput(_name?.Trim() ?? string.Empty, _kind, _target?.Trim() ?? string.Empty, _secret ?? string.Empty);

        // The field forgets it whatever becomes of it.
        _secret = null;
        await Change($"{given.Name} is sealed", () => Tenant.SetCredential(given));
    }

    private Task Forget(string name) => Change($"{name} is removed", () => Tenant.RemoveCredential(name));

    private Task Publish()
    {
        var agent = _agent?.Trim() ?? string.Empty;
        return Change($"{agent} is published", () => Tenant.Publish(agent, _detail));
    }

    private Task Withdraw(string agent) => Change($"{agent} is withdrawn", () => Tenant.Withdraw(agent));
}
