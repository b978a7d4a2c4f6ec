namespace OrleansTrader.Trading.Orders;

/// <summary>An order of one account, numbered from 1 in the order of acceptance.</summary>
public readonly record struct OrderId(long Value) : IComparable<OrderId>
{
    public int CompareTo(OrderId other) => Value.CompareTo(other.Value);

    public static bool operator <(OrderId left, OrderId right) => left.Value < right.Value;
    public static bool operator <=(OrderId left, OrderId right) => left.Value <= right.Value;
    public static bool operator >(OrderId left, OrderId right) => left.Value > right.Value;
    public static bool operator >=(OrderId left, OrderId right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// Names a command to an account, given by whoever wants it done. The same id twice is the same command: it is carried out
/// once and both callers get the first answer.
/// </summary>
public readonly record struct CommandId(string Value)
{
    /// <summary>Longest accepted id, in characters.</summary>
    public const int LengthMax = 128;

    public override string ToString() => Value;
}
