namespace OrleansTrader.Grains.Books;

/// <summary>
/// One row of the read model, written in the transaction of the commit that caused it. Rows are facts as they are shown: they
/// can be rebuilt from the journal and are never read back into a ledger.
/// </summary>
public abstract record ReadModelRow;
