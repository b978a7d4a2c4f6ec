using System.Reflection;

namespace OrleansTrader.Architecture.Tests;

/// <summary>The repository's own files, as the rules see them.</summary>
internal static class Repository
{
    private static readonly string[] Ignored = ["artifacts", "data", ".git", "bin", "obj", "node_modules"];

    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => string.Equals(a.Key, "RepositoryRoot", StringComparison.Ordinal)).Value!;

    /// <summary>Files with one of the endings, as paths relative to the root with forward slashes.</summary>
    public static IEnumerable<string> Files(params string[] endings) =>
        Walk(Root).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);

    public static string[] Lines(string relative) => File.ReadAllLines(Path.Combine(Root, relative));

    private static IEnumerable<string> Walk(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory))
            yield return file;
        foreach (var child in Directory.EnumerateDirectories(directory))
        {
            if (Ignored.Contains(Path.GetFileName(child), StringComparer.Ordinal))
                continue;
            foreach (var file in Walk(child))
                yield return file;
        }
    }
}
