using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Silo.Telemetry.Prometheus;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>Sends metrics and traces to an OTLP collector, where one is configured.</summary>
internal static class Otlp
{
    /// <summary>Sources of spans: ours, the web server's requests, and Orleans' calls between grains.</summary>
    private static readonly string[] SourcesShown =
        [TraderTelemetry.Name, "Microsoft.AspNetCore", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application", "Microsoft.Orleans.Lifecycle"];

    public static void AddOtlp(this IServiceCollection services, TelemetryOptions options)
    {
        if (options.OtlpEndpoint is null)
            return;
        services.AddHostedService(_ => new Exporters(options));
    }

    private static void Configure(OtlpExporterOptions exporter, TelemetryOptions options, string path)
    {
        exporter.Protocol = options.OtlpIsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = options.OtlpIsGrpc ? options.OtlpEndpoint! : new Uri($"{options.OtlpEndpoint!.AbsoluteUri.TrimEnd('/')}/{path}");
        if (options.OtlpHeaders is { } headers)
            exporter.Headers = headers;
    }

    /// <summary>Lives as long as the service; what is left goes out at its end.</summary>
    private sealed class Exporters(TelemetryOptions options) : IHostedService, IDisposable
    {
        private MeterProvider? _meters;
        private TracerProvider? _traces;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService(TraderTelemetry.Name, serviceVersion: typeof(Otlp).Assembly.GetName().Version!.ToString(fieldCount: 3));
            _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter([.. MeterReader.MetersShown])
                .AddOtlpExporter((exporter, reader) =>
                {
                    Configure(exporter, options, "v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.OtlpIntervalSeconds * 1_000;
                })
                .Build();
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(SourcesShown)
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceRatio)))
                .AddOtlpExporter(exporter => Configure(exporter, options, "v1/traces"))
                .Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            _traces?.Dispose();
            _meters?.Dispose();
        }
    }
}
