using System.Globalization;
using System.Text;
using OrleansTrader.Trading;

namespace OrleansTrader.Silo.Http.Api.Exports;

/// <summary>One line of CSV by RFC 4180: cells apart by commas, quoted where they must be, ended by CR LF.</summary>
internal sealed class CsvRow
{
    // A spreadsheet takes a text that begins so for a formula; reasons may come from outside.
    private const string FormulaBegins = "=+-@\t\r";

    private readonly StringBuilder _line = new();
    private bool _isFirst = true;

    public CsvRow Name(string name) => Cell(name);

    public CsvRow Text(string? text) => Cell(text is { Length: > 0 } && FormulaBegins.Contains(text[0]) ? $"'{text}" : text ?? string.Empty);

    public CsvRow Number(decimal? number) => Cell(number is { } given ? FieldError.Text(given) : string.Empty);

    public CsvRow Number(double number) => Cell(number.ToString("R", CultureInfo.InvariantCulture));

    public CsvRow Number(long number) => Cell(number.ToString(CultureInfo.InvariantCulture));

    public CsvRow Instant(DateTimeOffset at) => Cell(at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Ends the line and begins the next.</summary>
    public string End()
    {
        var line = _line.Append("\r\n").ToString();
        _line.Clear();
        _isFirst = true;
        return line;
    }

    private CsvRow Cell(string text)
    {
        if (!_isFirst)
            _line.Append(',');
        _isFirst = false;
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0)
            _line.Append(text);
        else
            _line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        return this;
    }
}
