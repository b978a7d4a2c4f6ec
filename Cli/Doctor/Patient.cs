using System.Globalization;
using OrleansTrader.Settings;

namespace OrleansTrader.Cli.Doctor;

/// <summary>What is examined, and with what.</summary>
/// <param name="Environment">Variables of the service's own environment, by the names of <c>.env.example</c>.</param>
/// <param name="Settings">What the service reads at its start: file, environment, flags; null where it would refuse them.</param>
/// <param name="Secret">The key that the service is asked with; null for none.</param>
/// <param name="Handler">Who carries requests; null for the network.</param>
internal sealed record Patient(
    Uri Address, string DataDirectory, string Feed, string? Secret, Func<string, string?> Environment, TimeProvider Clock, HttpMessageHandler? Handler, StartSettings? Settings = null)
{
    /// <summary>Longest wait for anything that is asked.</summary>
    public static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    /// <summary>Keys older than this are to be replaced (docs/update-policy.md).</summary>
    public const int KeyDaysMax = 90;

    /// <summary>Certificates that end sooner are to be renewed.</summary>
    public const int CertificateDaysMin = 14;

    /// <summary>A clock that is further off is a finding; Date headers have whole seconds.</summary>
    public static readonly TimeSpan ClockOffMax = TimeSpan.FromSeconds(5);

    public HttpClient Http() => new(Handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !Address.IsLoopback }, disposeHandler: Handler is null)
    {
        Timeout = AnswerMax,
    };

    /// <summary>A client for the world outside, through the environment's proxy where there is one.</summary>
    public HttpClient Outside() => new(Handler ?? new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: Handler is null) { Timeout = AnswerMax };

    /// <summary>Why the service would refuse its settings; null where it would not.</summary>
    public string? Refused { get; init; }

    /// <summary>A setting by its name in <c>.env.example</c>; null where nothing says anything.</summary>
    /// <exception cref="IOException">The file of a secret cannot be read, and the environment is all that there is.</exception>
    public string? Setting(string name)
    {
        if (Settings is not null)
            return Settings.Of(name);

        // What the service would refuse as a whole is still looked at, variable by variable.
        foreach (var full in (string[])[name, $"TRADER_{name}"])
        {
            if (Environment(full) is { Length: > 0 } text)
                return text.Trim();
            if (Environment($"{full}_FILE") is { Length: > 0 } path)
                return File.ReadAllText(path).Trim();
        }

        return null;
    }

    /// <summary>How far a clock is off this machine's, as a check.</summary>
    public Check Compare(string subject, DateTimeOffset there, string whose)
    {
        var off = there - Clock.GetUtcNow();
        var text = string.Create(CultureInfo.InvariantCulture, $"{off.TotalSeconds:+0.0;-0.0;0.0} s from this machine's");
        return off.Duration() <= ClockOffMax
            ? Check.Ok(subject, $"{whose} is {text}")
            : Check.Found(subject, $"{whose} is {text}", "set both by NTP: orders, leases and certificates go by it");
    }

    /// <summary>Days since a moment, whole.</summary>
    public int Days(DateTimeOffset since) => (int)(Clock.GetUtcNow() - since).TotalDays;
}
