using System.Net;
using System.Text;

namespace OrleansTrader.Cli.Tests;

/// <summary>A service of canned answers that notes what it is asked.</summary>
internal sealed class FakeService : HttpMessageHandler
{
    public const string Key = "secret-of-the-tests";

    private readonly Dictionary<string, (HttpStatusCode Status, string Body)> _answers = new(StringComparer.Ordinal);

    /// <summary>Every request as <c>METHOD path body</c>.</summary>
    public List<string> Asked { get; } = [];

    public List<string?> Keys { get; } = [];

    public List<string?> Authorizations { get; } = [];

    /// <summary>What a person types where they are asked for a secret.</summary>
    public string Secret { get; set; } = string.Empty;

    public List<string> Prompts { get; } = [];

    public Exception? Fault { get; set; }

    /// <summary>What a request is answered with; one that is not told gets an empty list.</summary>
    public FakeService On(string request, string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        _answers[request] = (status, body);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Fault is not null)
            throw Fault;
        var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        var asked = $"{request.Method} {request.RequestUri!.PathAndQuery["/api/v1/".Length..]}";
        Asked.Add(body.Length == 0 ? asked : $"{asked} {body}");
        Keys.Add(request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null);
        Authorizations.Add(request.Headers.Authorization?.ToString());
        var (status, text) = _answers.TryGetValue(asked, out var answer) ? answer : (HttpStatusCode.OK, "[]");
        return new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
    }

    /// <summary>Runs the program against this service.</summary>
    public async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var trader = new Trader(output, error, static name => string.Equals(name, "TRADER_KEY", StringComparison.Ordinal) ? Key : null) 
        {
            Handler = this,
            ReadSecret = prompt =>
            {
                Prompts.Add(prompt);
                return Task.FromResult(Secret);
            },
        };
        var exitCode = await trader.Run(arguments);
        return (exitCode, output.ToString(), error.ToString());
    }
}
