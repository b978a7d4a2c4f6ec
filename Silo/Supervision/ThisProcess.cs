namespace OrleansTrader.Silo.Supervision;

/// <summary>This process among those of the service.</summary>
/// <param name="Name">As people know it, e.g. <c>silo-1</c>.</param>
internal sealed record ThisProcess(string Name)
{
    /// <summary>Unique to this start.</summary>
    public string Start { get; } = $"{Name}/{Guid.NewGuid():N}";
}
