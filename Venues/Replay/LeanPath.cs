using System.Globalization;

namespace OrleansTrader.Venues.Replay;

/// <summary>What a path of LEAN's data folder says about its file.</summary>
/// <param name="Symbol">As LEAN spells it, e.g. <c>btcusdt</c>.</param>
/// <param name="Resolution">Length of the bars.</param>
/// <param name="Day">Midnight that the rows' milliseconds count from; <c>null</c> where rows carry their date (hour, daily).</param>
internal sealed record LeanPath(string Symbol, bool IsQuotes, TimeSpan Resolution, DateTime? Day)
{
    /// <summary>Recognises <c>minute/btcusdt/20221213_trade.zip</c>, <c>hour/btcusd_quote.zip</c> and their kin.</summary>
    public static LeanPath? Of(string path)
    {
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return null;
        var name = Path.GetFileNameWithoutExtension(path).ToLowerInvariant();
        var parts = name.Split('_');
        if (parts.Length < 2 || parts[1] is not ("trade" or "quote"))
            return null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? string.Empty;
        var last = Path.GetFileName(folder).ToLowerInvariant();
        var isQuotes = parts[1] is "quote";
        if (DateTime.TryParseExact(
            parts[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day))
        {
            return ResolutionOf(Path.GetFileName(Path.GetDirectoryName(folder) ?? string.Empty)) is { } fine
                ? new LeanPath(last, isQuotes, fine, day)
                : null;
        }

        return ResolutionOf(last) is { } coarse ? new LeanPath(parts[0], isQuotes, coarse, null) : null;
    }

    /// <summary>The file of the symbol's funding rates: <c>margin_interest/symbol.csv</c> beside the resolution's folder.</summary>
    public string FundingFile(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? string.Empty;
        if (Day is not null)
            folder = Path.GetDirectoryName(folder) ?? string.Empty;
        return Path.Combine(Path.GetDirectoryName(folder) ?? string.Empty, LeanBars.FundingFolder, Symbol + ".csv");
    }

    private static TimeSpan? ResolutionOf(string? folder) => folder?.ToLowerInvariant() switch
    {
        "second" => TimeSpan.FromSeconds(1),
        "minute" => TimeSpan.FromMinutes(1),
        "hour" => TimeSpan.FromHours(1),
        "daily" => TimeSpan.FromDays(1),
        _ => null,
    };
}
