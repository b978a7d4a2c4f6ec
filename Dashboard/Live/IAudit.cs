namespace OrleansTrader.Dashboard.Live;

/// <summary>Writes down what the asker did.</summary>
public interface IAudit
{
    /// <param name="action">In few words, e.g. <c>account.halt</c>.</param>
    /// <param name="on">What it was done to, e.g. <c>demo/mine</c>.</param>
    /// <param name="result"><c>done</c>, <c>unchanged</c>, <c>refused: WHY</c> or <c>unknown: WHY</c>.</param>
    Task Note(string action, string on, string result);
}
