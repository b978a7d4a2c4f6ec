using System.Globalization;

namespace OrleansTrader.Dashboard.Figures;

/// <summary>Numbers and times as the page writes them: invariant culture, grouped thousands, a true minus sign, UTC.</summary>
public static class Figure
{
    /// <summary>What stands where there is no value.</summary>
    public const string None = "–";

    private const char Minus = '\u2212';

    /// <summary>Decimals that a step such as a tick or a lot asks for: 0.01 → 2, 0.5 → 1, 5 → 0.</summary>
    public static int DecimalsOf(decimal step)
    {
        var decimals = 0;
        while (step != decimal.Truncate(step) && decimals < 12)
        {
            step *= 10m;
            decimals++;
        }

        return decimals;
    }

    /// <summary>A price with the decimals of its tick; with its own where the tick is not known yet.</summary>
    public static string Price(decimal? price, decimal? tick) => OnStep(price, tick);

    /// <summary>A quantity with the decimals of its lot; with its own where the lot is not known yet.</summary>
    public static string Quantity(decimal? quantity, decimal? lot) => OnStep(quantity, lot);

    /// <summary>An amount of quote currency, two decimals.</summary>
    public static string Money(decimal? amount) => Number(amount, 2);

    /// <summary>An amount with its sign written out, also where positive.</summary>
    public static string SignedMoney(decimal? amount) => Signed(amount, 2);

    /// <summary>What models cost, in US dollars: a question costs fractions of a cent, so four decimals below a hundred.</summary>
    public static string Dollars(decimal? amount) => Number(amount, amount < 100m ? 4 : 2);

    public static string Number(decimal? value, int decimals) =>
        value is { } number ? Mend(Math.Round(number, decimals).ToString("N" + decimals, CultureInfo.InvariantCulture)) : None;

    public static string Number(double? value, int decimals) =>
        value is { } number && double.IsFinite(number)
            ? Mend(Math.Round(number, decimals).ToString("N" + decimals, CultureInfo.InvariantCulture))
            : None;

    public static string Signed(decimal? value, int decimals)
    {
        if (value is not { } number)
            return None;
        var text = Number(number, decimals);
        return Math.Round(number, decimals) > 0 ? "+" + text : text;
    }

    /// <summary>A share as a percentage with its sign: 0.0123 → +1.23%.</summary>
    public static string SignedPercent(double? share, int decimals = 2) =>
        share is { } number && double.IsFinite(number) ? Signed((decimal)Math.Clamp(number * 100d, -1e9, 1e9), decimals) + "%" : None;

    /// <summary>A share as a percentage: 0.5 → 50.0%.</summary>
    public static string Percent(double? share, int decimals = 1) =>
        share is { } number && double.IsFinite(number) ? Number(number * 100d, decimals) + "%" : None;

    /// <summary>A large amount in short form: 12,345,678 → 12.35M.</summary>
    public static string Compact(decimal? value) => value switch
    {
        null => None,
        { } number when Math.Abs(number) >= 1_000_000_000m => Number(number / 1_000_000_000m, 2) + "B",
        { } number when Math.Abs(number) >= 1_000_000m => Number(number / 1_000_000m, 2) + "M",
        { } number when Math.Abs(number) >= 10_000m => Number(number / 1_000m, 1) + "K",
        { } number => Number(number, number == decimal.Truncate(number) ? 0 : 2),
    };

    /// <summary>The class that colours an amount: <c>up</c>, <c>down</c>, or none where it is written as zero.</summary>
    public static string Tone(decimal? value, int decimals = 2) => Math.Round(value ?? 0m, decimals) switch
    {
        > 0m => "up",
        < 0m => "down",
        _ => string.Empty,
    };

    /// <summary>The same of a share that is written as a percentage.</summary>
    public static string Tone(double? share, int decimals = 4) => Math.Round(share ?? 0d, decimals) switch
    {
        > 0d => "up",
        < 0d => "down",
        _ => string.Empty,
    };

    /// <summary>Time of day, with the date where it is not <paramref name="now"/>'s; UTC.</summary>
    public static string Time(DateTimeOffset? at, DateTimeOffset now) =>
        at is not { } instant ? None
        : instant.UtcDateTime.Date == now.UtcDateTime.Date ? instant.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)
        : instant.UtcDateTime.ToString("d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A length of time in its two largest units: 1d 4h, 3m 12s.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalDays}d {length.Hours}h"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours}h {length.Minutes}m"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalMinutes}m {length.Seconds}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)length.TotalSeconds)}s"),
    };

    /// <summary>The instant in full, for tooltips and machines.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string OnStep(decimal? value, decimal? step) => value switch
    {
        null => None,
        { } number when step is { } known => Number(number, DecimalsOf(known)),
        >= 1m or <= -1m => Mend(value.Value.ToString("#,0.####", CultureInfo.InvariantCulture)),
        _ => Mend(value.Value.ToString("0.########", CultureInfo.InvariantCulture)),
    };

    private static string Mend(string text) => text.Length > 0 && text[0] == '-' ? IsZero(text) ? text[1..] : Minus + text[1..] : text;

    private static bool IsZero(string text)
    {
        foreach (var c in text)
        {
            if (c is > '0' and <= '9')
                return false;
        }

        return true;
    }
}
