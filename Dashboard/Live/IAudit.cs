namespace OrleansTrader.Dashboard.Live;

/// <summary>Writes down what the asker does.</summary>
public interface IAudit
{
    /// <summary>Notes that the deed was asked for, does it, and notes what became of it: a deed that is cut short is on record without an outcome.</summary>
    /// <param name="action">In few words, e.g. <c>account.halt</c>.</param>
    /// <param name="on">What it is done to, e.g. <c>demo/mine</c>.</param>
    /// <param name="outcome"><c>done</c>, <c>unchanged</c>, <c>refused: WHY</c> or <c>unknown: WHY</c>.</param>
    /// <returns>What the deed returned. Where the first note cannot be written, that fault is thrown and the deed is not begun.</returns>
    Task<T> Carry<T>(string action, string on, Func<Task<T>> deed, Func<T, string> outcome);
}
