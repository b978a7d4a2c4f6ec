using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>The chat clients of one provider, one a model, over one set of connections. The SDKs' own retries and time-outs are off: see Resilience.</summary>
internal sealed class ChatClients : IDisposable
{
    /// <summary>Names come from versions that tenants write; a client is cheap, the table is not to grow for ever.</summary>
    private const int ModelsMax = 1_000;

    private static readonly TimeSpan SdkTimeoutMax = TimeSpan.FromDays(1);

    private readonly ProviderSettings _settings;
    private readonly Uri _endpoint;
    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, IChatClient> _byModel = new(StringComparer.Ordinal);

    public ChatClients(ProviderSettings settings, Uri endpoint, ModelEndpointRule rule, TimeProvider time)
    {
        _settings = settings;
        _endpoint = endpoint;
        _http = new HttpClient(new AnswerGuard(rule.Handler(endpoint), time, hasKey: settings.Key is not null)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public IChatClient For(string model)
    {
        if (_byModel.Count >= ModelsMax)
            _byModel.Clear();
        return _byModel.GetOrAdd(model, Create);
    }

    public void Dispose() => _http.Dispose();

    private IChatClient Create(string model)
    {
        // An SDK insists on a key; where there is none, its header is taken off on the way.
        var key = _settings.Key?.Reveal() ?? "none";
        switch (_settings.Kind)
        {
            case ModelProviderKind.Anthropic:
                var anthropic = new AnthropicClient(new ClientOptions
                {
                    ApiKey = key,
                    AuthToken = null,
                    BaseUrl = _endpoint.ToString().TrimEnd('/'),
                    HttpClient = _http,
                    MaxRetries = 0,
                    Timeout = SdkTimeoutMax,
                });
                return anthropic.AsIChatClient(model);
            case ModelProviderKind.Perplexity:
                var options = new ResponsesClientOptions { Endpoint = _endpoint };
                return new PerplexityChatClient(new ResponsesClient(new ApiKeyCredential(key), Prepared(options)), model);
            case ModelProviderKind.AzureOpenAI:
                var header = ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(new ApiKeyCredential(key), "api-key");
                return new OpenAIChatClient(new ChatClient(model, header, Prepared(new OpenAIClientOptions { Endpoint = _endpoint })), _settings.OutputTokensField);
            default:
                var bearer = new ApiKeyCredential(key);
                return new OpenAIChatClient(new ChatClient(model, bearer, Prepared(new OpenAIClientOptions { Endpoint = _endpoint })), _settings.OutputTokensField);
        }
    }

    private T Prepared<T>(T options) where T : ClientPipelineOptions
    {
        options.Transport = new HttpClientPipelineTransport(_http);
        options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        options.NetworkTimeout = SdkTimeoutMax;
        options.EnableDistributedTracing = false;
        options.ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false };
        return options;
    }
}
