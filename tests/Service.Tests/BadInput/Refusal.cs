namespace OrleansTrader.Service.Tests.BadInput;

/// <summary>What every start that cannot be has in common.</summary>
internal static class Refusal
{
    /// <summary>One line on standard error, exit code 2, nothing written; the line has these words.</summary>
    public static async Task Check(TemporaryDirectory directory, string[] arguments, params string[] words)
    {
        var before = directory.Listing();
        var ending = await SiloProcess.Run(directory.Path, arguments);
        Assert.True(ending.ExitCode == 2, ending.ToString());
        Assert.Equal(string.Empty, ending.Output);
        var line = Assert.Single(ending.ErrorLines);
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        foreach (var word in words)
            Assert.Contains(word, line, StringComparison.Ordinal);
        Assert.Equal(before, directory.Listing());
    }
}
