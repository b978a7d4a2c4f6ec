namespace OrleansTrader.Settings;

/// <summary>Every setting that there is. <c>.env.example</c> is printed from it, and a name that is not in it is refused at the start.</summary>
internal static partial class KnownSettings
{
    public static IReadOnlyList<SettingGroup> Groups { get; } = [Service, Listen, Tenancy, Credentials, Notifications, Storage, Cluster, Telemetry, Models, Keys];

    public static IEnumerable<Setting> All => Groups.SelectMany(static group => group.Settings);

    /// <summary>The first parts of keys that belong to this program.</summary>
    public static bool IsSection(string name) => Groups.Any(group => string.Equals(group.Section, name, StringComparison.OrdinalIgnoreCase));

    public static Setting? Find(string key) => All.FirstOrDefault(setting => setting.Holds(key));

    /// <summary>The setting that a person most likely meant.</summary>
    public static Setting Nearest(string variable) =>
        All.MinBy(setting => Math.Min(Distance(variable, setting.Variable), Distance(variable, Setting.Prefix + setting.Variable)))!;

    /// <summary>Letters to change, add or leave out until one is the other (Levenshtein), case apart.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var isSame = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (isSame ? 0 : 1)));
            }
        }

        return row[^1];
    }

    private static SettingGroup Service => new(
        "Service", "What runs",
        new(ServiceKeys.TradingMode, "paper", "How orders are carried out: paper is the only mode yet, no order leaves this machine.", "TRADING_MODE"),
        new(ServiceKeys.Role, "all", "What this process does: all, or of a cluster silo (grains, feeds, API) or dashboard (pages, API).", "ROLE", "--role"),
        new(ServiceKeys.Feed, "simulated", "Where prices come from: simulated (invented), coinbase or bybit (real, public), replay (a file).", "FEED", "--feed"),
        new(ServiceKeys.Symbols, "BTC-USDT,ETH-USDT", "What to trade; without it the feed's own list.", "SYMBOLS", "--symbols"),
        new(ServiceKeys.Agents, "trend; sma-cross fast=10 slow=30", "Agents to set up, divided by semicolons; without it five, one of each strategy.", "AGENTS", "--agent") { IsList = true },
        new(ServiceKeys.Cash, "100000", "Cash of each paper account that is set up here, and of one that is opened later by page or API without naming another.", "STARTING_CASH", "--cash"),
        new(ServiceKeys.CycleSeconds, "60", "Seconds between two decisions of an agent that is set up here, 1 to 86400; without it 15 on the simulated market, else 60. Also of a version that is drafted later without naming another.", "CYCLE_INTERVAL_SECONDS", "--cycle"),
        new(ServiceKeys.RiskTolerance, "moderate", "Limits that accounts and versions begin with, made here or later by page and API: conservative, moderate or aggressive (shares of the account's cash); their owners may change them. Without it none.", "RISK_TOLERANCE"),
        new(ServiceKeys.MaxPositionSize, "25000", "Largest notional of one symbol's position, in quote currency, of every account and version made here or later by page and API; nobody sets a higher limit.", "MAX_POSITION_SIZE"),
        new(ServiceKeys.DataDirectory, "data", "Directory of databases, keys and logs.", "DATA_DIR", "--data-dir"),
        new(ServiceKeys.Port, "8080", "Port of pages and API; 0 lets the system choose.", "PORT", "--port"),
        new(ServiceKeys.Seed, "1", "Seed of the simulated market and of every random choice.", "SEED", "--seed"),
        new(ServiceKeys.Instruments, "instruments.json", "File (JSON) with tick, lot, minimums, fees, margin tiers, over the venue's and the built-in ones.", "INSTRUMENTS_FILE", "--instruments"));

    private static SettingGroup Models => new(
        "Models", "Language models",
        new("Models:DailyBudgetUsd", "5", "US dollars that the models of one tenant may cost on one day (UTC).", "MODEL_DAILY_BUDGET_USD"),
        new("Models:ConcurrentMax", "256", "Plans in work at once, 1 to 10000."),
        new("Models:TenantEndpoints", "localhost:11434,models.internal:8443", "Private hosts, or hosts without TLS, that tenants' own models may be at.") { IsList = true },
        new("Models:Providers:<name>:BaseUrl", "http://localhost:11434/v1", "Address of a provider of your own, here of the name <name>, or another one of a well-known provider."),
        new("Models:Providers:<name>:Kind", "OpenAI", "What it speaks: OpenAI, AzureOpenAI, Anthropic, Perplexity."),
        new("Models:Providers:<name>:Key", "", "Its key.", IsSecret: true),
        new("Models:Providers:<name>:KeyVariable", "MY_MODELS_KEY", "The environment variable that holds its key."),
        new("Models:Providers:<name>:StructuredOutput", "JsonObject", "How answers are kept in form: JsonSchema, JsonObject or None."),
        new("Models:Providers:<name>:Stream", "false", "Whether answers come in pieces, for gateways that cut silent connections."),
        new("Models:Providers:<name>:OutputTokensField", "max_tokens", "What the limit of output tokens is called there."),
        new("Models:Providers:<name>:RequestsPerMinute", "300", "Most requests a minute."),
        new("Models:Providers:<name>:ConcurrentMax", "64", "Most requests in flight at once."),
        new("Models:Providers:<name>:Prices:<model>:InputUsd", "1.25", "US dollars per million tokens of input of a model, here of the name <model>."),
        new("Models:Providers:<name>:Prices:<model>:CachedInputUsd", "0.125", "The same, of input that the provider had kept."),
        new("Models:Providers:<name>:Prices:<model>:OutputUsd", "10", "The same, of output."));

    private static SettingGroup Keys => new(
        null, "Keys of language models: one adds its provider",
        new("OPENAI_API_KEY", "", "openai/MODEL", IsSecret: true),
        new("ANTHROPIC_API_KEY", "", "anthropic/MODEL", IsSecret: true),
        new("OPENROUTER_API_KEY", "", "openrouter/VENDOR/MODEL", IsSecret: true),
        new("DEEPSEEK_API_KEY", "", "deepseek/MODEL", IsSecret: true),
        new("PERPLEXITY_API_KEY", "", "perplexity/MODEL", IsSecret: true),
        new("AZURE_OPENAI_API_KEY", "", "azure/DEPLOYMENT, with the address below", IsSecret: true),
        new("AZURE_OPENAI_ENDPOINT", "https://NAME.openai.azure.com", "Address of the Azure OpenAI resource."));
}

/// <summary>Where the start's own settings stand in the configuration.</summary>
internal static class ServiceKeys
{
    public const string TradingMode = "Service:TradingMode";
    public const string Role = "Service:Role";
    public const string Feed = "Service:Feed";
    public const string Symbols = "Service:Symbols";
    public const string Agents = "Service:Agents";
    public const string Cash = "Service:Cash";
    public const string CycleSeconds = "Service:CycleSeconds";
    public const string RiskTolerance = "Service:RiskTolerance";
    public const string MaxPositionSize = "Service:MaxPositionSize";
    public const string DataDirectory = "Service:DataDirectory";
    public const string Port = "Service:Port";
    public const string Seed = "Service:Seed";
    public const string Instruments = "Service:Instruments";
}
