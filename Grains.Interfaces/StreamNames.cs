using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains;

/// <summary>
/// Streams of hints for those who watch. An item may be lost or come twice; the journal is the truth, and a gap in an account's
/// versions tells the watcher to read it.
/// </summary>
public static class StreamNames
{
    /// <summary>The stream provider.</summary>
    public const string Provider = "updates";

    /// <summary>Namespace of <see cref="Symbols.SymbolUpdate"/>, keyed by <see cref="SymbolKey"/>; at most four a second.</summary>
    public const string Symbols = "symbol-updates";

    /// <summary>Namespace of <see cref="Accounts.AccountUpdate"/>, keyed by <see cref="AccountKey"/>: fills, orders, equity, decisions.</summary>
    public const string Accounts = "account-updates";

    /// <summary>Namespace of <see cref="Tenants.TenantUpdate"/>, keyed by <see cref="TenantId"/>: aggregates and alerts.</summary>
    public const string Tenants = "tenant-updates";
}
