namespace OrleansTrader.Cli.Service;

/// <summary>Where the control key comes from; it is read only when something is to be changed, and never printed.</summary>
/// <param name="Given">The key itself, from the environment; null or empty for the file.</param>
internal sealed record ControlSecret(string? Given, string Path)
{
    /// <exception cref="ServiceException">There is no key.</exception>
    public async Task<string> Read(CancellationToken cancellation)
    {
        if (!string.IsNullOrWhiteSpace(Given))
            return Given.Trim();
        try
        {
            return (await File.ReadAllTextAsync(Path, cancellation)).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(
                $"a change needs the control key, and '{Path}' cannot be read: name the service's directory with --data-dir and --feed, or set TRADER_KEY");
        }
    }

    /// <summary>The key; null where there is none that can be read.</summary>
    public string? TryRead()
    {
        if (!string.IsNullOrWhiteSpace(Given))
            return Given.Trim();
        try
        {
            return File.Exists(Path) ? File.ReadAllText(Path).Trim() : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public override string ToString() => $"control key of {Path}";
}
