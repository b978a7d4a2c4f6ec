namespace OrleansTrader.Settings;

/// <summary>Settings of single rooms, each read by the type that its group names.</summary>
internal static partial class KnownSettings
{
    /// <summary>Read by <c>ListenSettings</c>.</summary>
    private static SettingGroup Listen => new(
        "Listen", "Where pages and API are reached; anything here, or a first user below, ends the demo's login and demands a real one",
        new("Listen:Addresses", "127.0.0.1", "Addresses that are listened on, 0.0.0.0 or * for all; beyond this machine it takes a certificate or a known proxy, and the address below.", "LISTEN_ADDRESSES") { IsList = true },
        new("Listen:PublicUrl", "https://trader.example.org", "What people type to get here.", "PUBLIC_URL"),
        new("Listen:AllowedHosts", "trader.internal", "Further names that requests may be for.") { IsList = true },
        new("Listen:KnownProxies", "10.0.0.2,172.20.0.0/16", "Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; nobody else's are.") { IsList = true },
        new("Listen:Certificate:Path", "/run/secrets/tls.crt", "Certificate: PEM, or PFX; a renewed file is taken within a minute."),
        new("Listen:Certificate:KeyPath", "/run/secrets/tls.key", "Its key, PEM."),
        new("Listen:Certificate:Password", "", "Password of the key or the PFX file.", IsSecret: true));

    /// <summary>Read by <c>TenancySettings</c> and <c>AccessSettings</c>.</summary>
    private static SettingGroup Tenancy => new(
        "Tenancy", "What every tenant may have and do, unless an operator sets it otherwise for one",
        new("Tenancy:Agents", "200", "Agents that are not stopped."),
        new("Tenancy:Accounts", "200", "Accounts, archived ones too."),
        new("Tenancy:Versions", "1000", "Strategy versions that are not retired."),
        new("Tenancy:OrdersPerMinute", "600", "Orders in a minute that may open or add to a position, over all accounts."),
        new("Tenancy:BacktestsAtOnce", "4", "Backtests that run at the same time."),
        new("Tenancy:ModelSpendUsdPerDay", "5", "US dollars that language models may cost on one day (UTC); without it Models__DailyBudgetUsd."),
        new("Tenancy:ApiRequestsPerMinute", "1200", "Requests to the HTTP API in a minute. Each process counts for itself."),
        new("Tenancy:DecisionRecordDays", "365", "Days for which records of what language models were asked are kept; without it what Storage__Retention says."),
        new("Tenancy:WebhooksPerMinute", "600", "Alerts from outside in a minute, over all sources."),
        new("Tenancy:WebhooksPerMinutePerAddress", "6000", "Alerts that one client address may send in a minute, over all tenants. Each process counts for itself."),
        new("Tenancy:RequestsPerMinutePerAddress", "3000", "Requests of any kind that one client address may send in a minute. Each process counts for itself."),
        new("Tenancy:PublicRequestsPerMinutePerAddress", "120", "Requests for published agents that one client address may send in a minute. Each process counts for itself."),
        new("Tenancy:Authentication", "required", "required demands a login also on this machine; without it only where Listen or a first user is set."),
        new("Tenancy:Demo", "false", "Whether the start makes the demo tenant's accounts and agents; without it only where nobody has to log in."),
        new("Tenancy:Bootstrap:Tenant", "platform", "Tenant of the first user, made where it has none."),
        new("Tenancy:Bootstrap:User", "admin", "Name of the first user, an operator."),
        new("Tenancy:Bootstrap:Password", "", "The first user's password; without it one is made up, printed once, and lets in once.", IsSecret: true));

    /// <summary>Read by <c>MasterKey</c>.</summary>
    private static SettingGroup Credentials => new(
        "Credentials", "The operator's key that wraps the keys which credentials, logins and forms are sealed with; all processes have the same",
        new("Credentials:MasterKeyFile", "/run/secrets/master-key", "File with 32 bytes in base64 (openssl rand -base64 32)."),
        new("Credentials:MasterKey", "", "The same as text, where there is no file.", IsSecret: true));

    /// <summary>Read by <c>NotificationSettings</c>.</summary>
    private static SettingGroup Notifications => new(
        "Notifications", "Where alerts of tenants may be sent to, beside public addresses over https",
        new("Notifications:Endpoints", "hooks.internal:8443,localhost:9000", "Private hosts, or hosts without TLS, that tenants may name as destinations.") { IsList = true },
        new("Notifications:TelegramUrl", "https://bots.example.org:8443", "Another server of Telegram bots than Telegram's own."));

    /// <summary>Read by <c>ClusterSettings</c>, of the cluster flavour only.</summary>
    private static SettingGroup Cluster => new(
        "Cluster", "How processes of a cluster find and trust each other (cluster flavour only)",
        new("Cluster:Name", "silo-1", "What people call this process; without it machine and port."),
        new("Cluster:ServiceId", "orleans-trader", "Names the state and reminders of grains; never changes."),
        new("Cluster:ClusterId", "main", "Names the silos that belong together; one database serves one cluster."),
        new("Cluster:Address", "127.0.0.1", "This machine's address, where others reach it and where it listens; off loopback it needs the certificates below."),
        new("Cluster:SiloPort", "11111", "Port for other silos."),
        new("Cluster:GatewayPort", "30000", "Port for dashboards."),
        new("Cluster:Tls:Certificate", "/run/secrets/peer.crt", "PEM file: this process's certificate."),
        new("Cluster:Tls:Key", "/run/secrets/peer.key", "PEM file: its key, unencrypted."),
        new("Cluster:Tls:Authority", "/run/secrets/authority.crt", "PEM file: the authority that certificates of the others must come from."));

    /// <summary>Read by <c>StorageSettings</c>.</summary>
    private static SettingGroup Storage => new(
        "Storage", "Where the books are kept, and for how long",
        new("Storage:Provider", "sqlite", "sqlite (one process, files) or postgres."),
        new("Storage:ConnectionString", "Host=db;Database=trader;Username=trader;Password=...", "Of PostgreSQL, as Npgsql reads it.", IsSecret: true),
        new("Storage:KeyFile", "/run/secrets/journal.key", "The key that group commits on PostgreSQL are signed with, the same for all processes of a database; without it one in the data directory."),
        new("Storage:VerifyAtStart", "new", "What one process that has the books to itself verifies before it trades: new (what no check has read yet) or all."),
        new("Storage:VerifyEveryHours", "24", "Hours between two verifications of the whole journal while such a process runs; 0 for none."),
        new("Storage:Retention:DecisionRecordDays", "0", "Days that records of decisions by language models are kept; 0 for ever."),
        new("Storage:Retention:DecisionRecordsMax", "0", "Most such records of one tenant; 0 without a bound."),
        new("Storage:Retention:Tenants:<tenant>:DecisionRecordDays", "30", "The same for one tenant, here of the name <tenant>."),
        new("Storage:Retention:Tenants:<tenant>:DecisionRecordsMax", "10000", "The same for one tenant."),
        new("Storage:Retention:ArchivesRecords", "true", "Whether records that go are written to an archive file first."),
        new("Storage:Retention:EventDays", "0", "Days that events below a snapshot stay in the database; what goes is always archived first; 0 for ever."),
        new("Storage:Retention:SegmentEventsMin", "500", "Events that an archive file of one account has at least; fewer wait for more."),
        new("Storage:Retention:HistoryDays", "0", "Days that equity rows and decisions of rules are kept; 0 for ever."),
        new("Storage:Retention:ArchiveDirectory", "/backups/archive", "Where archive files go; without it archive in the data directory. With --role silo: a directory that all silos share, one for each feed; nothing is archived without it."),
        new("Storage:Retention:EveryHours", "6", "Hours between two rounds, 0.01 to 720."));
}
