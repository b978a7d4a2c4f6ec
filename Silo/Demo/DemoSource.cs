using OrleansTrader.Grains;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Signals;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Silo.Demo;

/// <summary>
/// Gives the demo tenant a source that a newcomer can send an alert to at once, and a paper account that follows it. Its secret is made up and
/// lies beside the books, readable by its owner alone; where that file is, an earlier start has set the source up, and it stays as it is.
/// </summary>
internal sealed class DemoSource(IGrainFactory grains, DemoPlan plan)
{
    public const string Name = "example", Account = "alerts", FileName = "example.token";

    /// <exception cref="StartupException">Something was refused, or the file cannot be written.</exception>
    public async Task Run(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (File.Exists(path))
            return;
        var tenant = grains.Tenant(DemoPlan.Tenant);
        Check(await tenant.CreateAccount(new AccountCreation(Account, plan.Venue, plan.Currency, plan.Cash) { Limits = plan.Limits }), $"account {Account}");
        var secret = SourcesDesk.NewSecret();
        var isThere = (await tenant.GetSources()).Contains(Name, StringComparer.Ordinal);
        Check(
            isThere ? await grains.SignalSource(new SourceKey(DemoPlan.Tenant, Name)).Rotate(secret, TimeSpan.Zero) : await tenant.SetSource(Name, Config, secret),
            $"source {Name}");
        Write(path, secret);
    }

    private static SourceConfig Config => new(SourceKind.TradingView, SourceAuthentication.PathToken)
    {
        Notes = "an example: send it an alert, and the paper account 'alerts' follows",
        Terms = new SourceTerms { Subscriptions = [new Subscription(SubscriberKind.Account, Account)] },
    };

    private static void Write(string path, SourceSecret secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var file = new StreamWriter(path, options);
            file.Write(secret.Value);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"the token of the example source '{path}' cannot be written ({fault.Message}): make its directory writable", fault);
        }
    }

    private static void Check(SetupReply reply, string what)
    {
        if (reply.IsRefused)
            throw new StartupException($"{what} was refused: {reply.Errors[0]}");
    }
}
