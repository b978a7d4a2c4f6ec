namespace OrleansTrader.Cli.Doctor;

/// <summary>The world that the service needs: model providers, and the venue.</summary>
internal static class OutsideChecks
{
    public static async Task<IReadOnlyList<Check>> Run(Patient patient, CancellationToken cancellation)
    {
        using var http = patient.Outside();
        var parts = await Task.WhenAll(ModelChecks.Run(patient, http, cancellation), Venue(patient, http, cancellation));
        return [.. parts.SelectMany(static checks => checks)];
    }

    private static async Task<IReadOnlyList<Check>> Venue(Patient patient, HttpClient http, CancellationToken cancellation)
    {
        var subject = $"venue {patient.Feed}";
        var url = patient.Feed switch
        {
            "bybit" => "https://api.bybit.com/v5/market/time",
            "coinbase" => "https://api.exchange.coinbase.com/time",
            _ => null,
        };
        if (url is null)
            return [Check.Skip(subject, "needs nothing from outside")];
        try
        {
            using var answer = await http.GetAsync(new Uri(url), cancellation);
            var check = answer.IsSuccessStatusCode
                ? Check.Ok(subject, $"{new Uri(url).Host} answers")
                : Check.Found(subject, $"{new Uri(url).Host} answers {(int)answer.StatusCode}", "it may refuse this country or address: see the venue's status page");
            return answer.Headers.Date is { } date ? [check, patient.Compare("clock of the venue", date, "it")] : [check];
        }
        catch (Exception fault) when (ServiceChecks.IsSilence(fault, cancellation))
        {
            return [Check.Found(subject, $"{new Uri(url).Host} cannot be reached ({fault.GetBaseException().Message})", "look at the network, a proxy (HTTPS_PROXY), a firewall")];
        }
    }
}
