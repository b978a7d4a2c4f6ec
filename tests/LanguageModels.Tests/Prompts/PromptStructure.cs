namespace OrleansTrader.LanguageModels.Tests.Prompts;

/// <summary>A prompt as the rules tell a model to read it: lines of our own, and blocks by their names, whatever they hold.</summary>
internal static class PromptStructure
{
    public static IReadOnlyList<string> Of(string user)
    {
        var read = new List<string>();
        string? token = null;
        foreach (var line in user.Split('\n'))
        {
            if (token is not null && line.StartsWith("| ", StringComparison.Ordinal))
            {
                Assert.DoesNotContain("<<<", line, StringComparison.Ordinal);
                Assert.DoesNotContain(">>>", line, StringComparison.Ordinal);
                Assert.DoesNotContain(token, line, StringComparison.Ordinal);
                continue;
            }

            if (token is not null)
            {
                Assert.Equal($"{token} DATA>>>", line);
                token = null;
                continue;
            }

            var words = line.Split(' ');
            if (string.Equals(words[0], "<<<DATA", StringComparison.Ordinal))
            {
                Assert.Equal(3, words.Length);
                token = words[1];
                Assert.Matches("^[0-9a-f]{16}$", token);
                read.Add($"block {words[2]}");
            }
            else
            {
                read.Add(line);
            }
        }

        Assert.Null(token);
        return read;
    }
}
