using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.Venues.Tests;

namespace OrleansTrader.LanguageModels.Tests;

/// <summary>The models as the service registers them, over a fake server, in virtual time.</summary>
internal sealed class ModelHarness : IAsyncDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan RealTimeMax = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;

    private ModelHarness(FakeModelServer server, IReadOnlyDictionary<string, string?> settings)
    {
        Server = server;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddLanguageModels(configuration, Time, seed: 1)
            .BuildServiceProvider();
        Models = _services.GetRequiredService<IModels>();
    }

    public FakeModelServer Server { get; }

    public FakeTime Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public LineLog Log { get; } = new();

    public IModels Models { get; }

    public static Task<ModelHarness> Start(params (string Name, string Value)[] more) => Start(FakeModelServer.Key, more);

    public static async Task<ModelHarness> Start(string key, (string Name, string Value)[] more)
    {
        var server = await FakeModelServer.Start();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["OPENAI_API_KEY"] = key,
            ["ANTHROPIC_API_KEY"] = key,
            ["PERPLEXITY_API_KEY"] = key,
            ["DEEPSEEK_API_KEY"] = key,
            ["AZURE_OPENAI_API_KEY"] = key,
            ["AZURE_OPENAI_ENDPOINT"] = server.Root,
            ["Models:Providers:openai:BaseUrl"] = server.V1,
            ["Models:Providers:anthropic:BaseUrl"] = server.Root,
            ["Models:Providers:perplexity:BaseUrl"] = server.V1,
            ["Models:Providers:deepseek:BaseUrl"] = server.V1,
            ["Models:TenantEndpoints"] = new Uri(server.Root).Authority,
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        return new ModelHarness(server, settings);
    }

    public static ModelQuestion Question(string model, JsonElement? schema = null, TimeSpan? timeout = null) =>
        new(ModelName.Parse(model), "You trade.", "What now?", schema, "decision", OutputTokensMax: 500, Temperature: null, timeout ?? Timeout);

    public Task<ModelAnswer> Ask(string model) => Ask(Question(model));

    /// <summary>Asks, and lets virtual time pass whenever the question waits for it.</summary>
    public async Task<ModelAnswer> Ask(ModelQuestion question)
    {
        var asking = Models.Ask(question, CancellationToken.None).AsTask();
        using var bound = new CancellationTokenSource(RealTimeMax);
        while (!asking.IsCompleted)
        {
            // The question's own time-out is a timer too, and is not what it waits for.
            if (Time.HasTimerShorterThan(question.Timeout))
                Time.AdvanceToNextTimer();
            await Task.WhenAny(asking, Task.Delay(1, bound.Token));
            bound.Token.ThrowIfCancellationRequested();
        }

        return await asking;
    }

    /// <summary>Waits for a condition that other threads bring about.</summary>
    public static async Task Until(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(RealTimeMax);
        while (!condition())
            await Task.Delay(1, bound.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>All that is logged, as lines.</summary>
internal sealed class LineLog : ILoggerProvider, ILogger
{
    private ImmutableList<string> _lines = [];

    public ImmutableList<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        ImmutableInterlocked.Update(ref _lines, (lines, line) => lines.Add(line), $"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
