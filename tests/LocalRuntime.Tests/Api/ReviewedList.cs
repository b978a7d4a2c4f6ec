namespace OrleansTrader.LocalRuntimeTests.Api;

/// <summary>Api/reviewed.txt: lines of <c>[Assembly]</c>, each followed by lines of <c>type :: member</c> of that assembly.</summary>
internal static class ReviewedList
{
    internal static IEnumerable<(string Assembly, string Line)> Read()
    {
        var assembly = "";
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Api", "reviewed.txt")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[') assembly = line.Trim('[', ']');
            else yield return (assembly, line);
        }
    }
}
