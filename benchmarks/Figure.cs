using System.Globalization;

namespace OrleansTrader.Benchmarks;

/// <summary>How a figure is told: what was measured, beside what is required.</summary>
internal static class Figure
{
    /// <summary>A line that is judged.</summary>
    /// <returns>0 where the requirement is met, else 1.</returns>
    public static int Judge(FormattableString measured, FormattableString required, bool isMet)
    {
        Note($"{Text(measured)}   required: {Text(required)}   {(isMet ? "met" : "MISSED")}");
        return isMet ? 0 : 1;
    }

    public static void Note(FormattableString line) => Console.WriteLine(Text(line));

    public static void Machine() => Note(
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):F1} GiB, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
