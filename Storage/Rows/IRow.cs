namespace OrleansTrader.Storage.Rows;

/// <summary>A stored row, read from left to right. Instants are UTC ticks, decimals exact.</summary>
internal interface IRow
{
    long Long();

    long? LongOrNull();

    bool Bool();

    double Double();

    DateTimeOffset Instant();

    string Text();

    string? TextOrNull();

    decimal Decimal();

    decimal? DecimalOrNull();

    /// <summary>Valid until the next row; empty for a null.</summary>
    ReadOnlySpan<byte> Blob();
}
