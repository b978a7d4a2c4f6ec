using System.Reflection;

namespace OrleansTrader.Infra.Tests;

/// <summary>Files of the repository, by paths relative to its root.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => string.Equals(attribute.Key, "RepositoryRoot", StringComparison.Ordinal)).Value!;

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Text(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>Files below <c>infra/</c> with an ending, secrets apart.</summary>
    public static IEnumerable<string> Infra(string ending) =>
        Directory.EnumerateFiles(PathOf("infra"), "*" + ending, SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(static path => !path.StartsWith("infra/secrets/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
