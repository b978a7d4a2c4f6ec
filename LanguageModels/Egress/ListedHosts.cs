using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OrleansTrader.LanguageModels.Egress;

/// <summary>Hosts with ports that an operator lists.</summary>
public static class ListedHosts
{
    /// <summary>Reads a setting of hosts with ports, divided by commas or one an entry, e.g. <c>localhost:11434</c>.</summary>
    /// <param name="fault">What is wrong with the first entry that is none, with the remedy; null where all are.</param>
    public static ImmutableArray<string> Read(IConfiguration configuration, string setting, out string? fault)
    {
        var section = configuration.GetSection(setting);
        ImmutableArray<string> entries =
        [
            .. section.GetChildren().Select(static child => child.Value).Append(section.Value).OfType<string>()
                .SelectMany(static text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        ];
        fault = entries.FirstOrDefault(static entry => !IsHost(entry)) is { } wrong
            ? $"{setting}: '{wrong}' is no host with a port: write e.g. localhost:11434"
            : null;
        return entries;
    }

    /// <summary>Whether a list names a URL's host and port.</summary>
    public static bool Names(IReadOnlySet<string> listed, Uri url) =>
        listed.Contains(url.Authority.ToLowerInvariant()) || listed.Contains($"{url.Host}:{url.Port}".ToLowerInvariant());

    private static bool IsHost(string entry)
    {
        var colon = entry.LastIndexOf(':');
        return colon >= 1 && ushort.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port != 0
            && Uri.CheckHostName(entry[..colon].Trim('[', ']')) != UriHostNameType.Unknown;
    }
}
