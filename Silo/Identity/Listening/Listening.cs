using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OrleansTrader.Silo.Identity.Listening;

/// <summary>The settings on the web server.</summary>
internal static class Listening
{
    /// <summary>Listens as the settings say, at the port.</summary>
    public static void ListenAsSaid(this KestrelServerOptions kestrel, ListenSettings settings, int port)
    {
        kestrel.AddServerHeader = false;
        void Secure(ListenOptions endpoint)
        {
            if (settings.Certificate is not { } certificate)
                return;
            var logger = endpoint.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger<CertificateFiles>();
            endpoint.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Current(logger));
        }

        // A name that means loopback in both protocols cannot take a port of the system's choice.
        if (settings.Addresses.IsEmpty && port != 0)
            kestrel.ListenLocalhost(port, Secure);
        else if (settings.Addresses.IsEmpty)
            kestrel.Listen(IPAddress.Loopback, 0, Secure);
        foreach (var address in settings.Addresses)
            kestrel.Listen(address, port, Secure);
    }

    /// <summary>Believes the known proxies, and nobody else, about client address and scheme.</summary>
    public static void UseKnownProxies(this IApplicationBuilder app, ListenSettings settings)
    {
        if (!settings.IsBehindProxy)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // Every step back is checked against the list, so that their number need not be.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.KnownProxies)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
