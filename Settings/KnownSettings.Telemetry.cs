namespace OrleansTrader.Settings;

internal static partial class KnownSettings
{
    private static SettingGroup Telemetry => new(
        "Telemetry", "Metrics, traces, logs, health",
        new("Telemetry:Listen", "127.0.0.1:9464", "Address of a port that serves /metrics alone, for scrapers that don't reach the page; without it /metrics is at the page's own address."),
        new("Telemetry:ScrapeToken", "", "What scrapers send as a bearer token, at least 16 characters; without it only this machine is answered.", IsSecret: true),
        new("Telemetry:OtlpEndpoint", "http://localhost:4318", "Base address of an OTLP collector for metrics and traces; without it nothing is exported."),
        new("Telemetry:OtlpProtocol", "http", "What the collector speaks: http (protobuf) or grpc."),
        new("Telemetry:OtlpHeaders", "", "Headers for the collector, NAME=VALUE divided by commas.", IsSecret: true),
        new("Telemetry:OtlpIntervalSeconds", "15", "Seconds between two exports of metrics, 1 to 3600."),
        new("Telemetry:TraceRatio", "1", "Share of traces that are exported, 0 to 1."),
        new("Telemetry:DiskFreeMiBMin", "64", "Free MiB of the data directory's disk below which the service is not ready."),
        new("Telemetry:ClockSkewSecondsMax", "30", "Seconds between this machine's clock and the venue's from which health speaks of it."),
        new("Telemetry:ConsoleLevel", "warning", "From which level on the console is told: debug, information, warning or error; below warning with all that the framework says. The log files have it from information on."));
}
