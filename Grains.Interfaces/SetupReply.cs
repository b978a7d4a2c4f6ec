using System.Collections.Immutable;
using OrleansTrader.Trading;

namespace OrleansTrader.Grains;

public enum SetupStatus
{
    /// <summary>Carried out.</summary>
    Done,

    /// <summary>Already so; nothing changed.</summary>
    Unchanged,

    /// <summary>Refused; the errors say why.</summary>
    Refused,
}

/// <summary>The answer to a command that sets something up.</summary>
/// <param name="Errors">Empty unless refused.</param>
public sealed record SetupReply(SetupStatus Status, ImmutableArray<FieldError> Errors)
{
    public static SetupReply Done { get; } = new(SetupStatus.Done, []);

    public static SetupReply Unchanged { get; } = new(SetupStatus.Unchanged, []);

    public bool IsRefused => Status == SetupStatus.Refused;

    public static SetupReply Refuse(string field, string value, string remedy) =>
        new(SetupStatus.Refused, [new FieldError(field, value, remedy)]);

    public static SetupReply Refuse(ImmutableArray<FieldError> errors) => new(SetupStatus.Refused, errors);
}
