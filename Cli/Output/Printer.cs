using System.Text.Json;
using OrleansTrader.Cli.Service;
using Spectre.Console;

namespace OrleansTrader.Cli.Output;

/// <summary>Tables for people, the service's JSON for programs.</summary>
internal sealed class Printer
{
    /// <summary>Width of tables that go to a file, in characters: nothing is cut there.</summary>
    private const int RedirectedWidth = 400;

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly IAnsiConsole _console;

    public Printer(TextWriter output, TextWriter error, bool isJson, bool isRedirected)
    {
        (_output, _error, IsJson) = (output, error, isJson);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (isRedirected)
            _console.Profile.Width = RedirectedWidth;
    }

    public bool IsJson { get; }

    public TextWriter Output => _output;

    /// <summary>What the service answered, in a form of the caller's; a refusal in words.</summary>
    /// <returns>The exit code.</returns>
    public int Print(Answer answer, Action<JsonElement> print)
    {
        if (IsJson)
            _output.WriteLine(answer.Text);
        else if (answer.IsDone)
            print(answer.Json);
        else
            Refusal(answer);
        return answer.IsDone ? Trader.Done : Trader.Failed;
    }

    public int Table(Answer answer, string nothing, Func<JsonElement, JsonElement?> rows, params Column[] columns) =>
        Print(answer, json => Table(rows(json) is { ValueKind: JsonValueKind.Array } found ? [.. found.EnumerateArray()] : [], nothing, columns));

    public void Table(IReadOnlyCollection<JsonElement> rows, string nothing, params Column[] columns)
    {
        if (rows.Count == 0)
        {
            _output.WriteLine(nothing);
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column.Title, new Style(decoration: Decoration.Bold))) { Alignment = column.IsNumber ? Justify.Right : Justify.Left });
        foreach (var row in rows)
            table.AddRow(columns.Select(column => Cell(column, row)));
        _console.Write(table);
    }

    /// <summary>One thing, a line a field; fields without a value are left out.</summary>
    public void Show(JsonElement row, params Column[] columns)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        foreach (var column in columns.Where(column => !string.IsNullOrEmpty(column.Read(row))))
            grid.AddRow(new Text(column.Title, new Style(decoration: Decoration.Bold)), Cell(column, row));
        _console.Write(grid);
    }

    public void Line(string text) => _output.WriteLine(Plain(text));

    private void Refusal(Answer answer)
    {
        if (answer.Json.ValueKind != JsonValueKind.Object || !answer.Json.TryGetProperty("errors", out var errors))
        {
            _error.WriteLine($"the service answered {(int)answer.Status} {Plain(Column.At(answer.Json, "title") ?? string.Empty)}");
            return;
        }

        foreach (var error in errors.EnumerateArray())
        {
            var (field, value) = (Column.At(error, "field"), Column.At(error, "value"));
            _error.WriteLine(Plain($"{field} {(string.IsNullOrEmpty(value) ? "is missing" : $"is '{value}'")}: {Column.At(error, "remedy")}"));
        }
    }

    // Never markup: brackets in a reason are brackets. A gain is green and a loss red.
    private static Text Cell(Column column, JsonElement row)
    {
        var text = Plain(column.Read(row) ?? string.Empty);
        var colour = !column.IsResult || text is "" or "0.00" ? Color.Default : text[0] == '-' ? Color.Red : Color.Green;
        return new Text(text, new Style(colour));
    }

    // A text from outside must not steer a terminal.
    private static string Plain(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
}
