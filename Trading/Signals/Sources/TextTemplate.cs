using System.Collections.Immutable;
using System.Text;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>
/// How a text alert is written: words as they are, and fields in braces, e.g. <c>{symbol} {direction} {entry} at {time}</c>. A field takes what
/// stands up to the next word of the template, the last one the rest; <c>{*}</c> takes something that is not looked at; any blanks are as good
/// as one. It is read once from left to right, so that no alert can keep it busy.
/// </summary>
internal sealed class TextTemplate
{
    public const int LengthMax = 500;

    private const string Anything = "*";

    private readonly ImmutableArray<Piece> _pieces;

    private TextTemplate(ImmutableArray<Piece> pieces) => _pieces = pieces;

    public IEnumerable<AlertField> Fields => _pieces.Where(static piece => piece.Field is not null).Select(static piece => piece.Field!.Value);

    /// <summary>Null, with an error, where the text is no template.</summary>
    public static TextTemplate? Parse(string text, out FieldError? error)
    {
        error = Refuse(text, out var pieces);
        return error is null ? new TextTemplate(pieces) : null;
    }

    /// <summary>Takes the fields out of an alert; false where it is not written so, with the words that were looked for in vain.</summary>
    public bool TryRead(string alert, Dictionary<AlertField, AlertValue> found, out string missing)
    {
        var text = OneBlank(alert);
        var at = 0;
        for (var index = 0; index < _pieces.Length; index++)
        {
            var piece = _pieces[index];
            missing = piece.Words;
            if (!text.AsSpan(at).StartsWith(piece.Words, StringComparison.Ordinal))
                return false;
            at += piece.Words.Length;
            if (piece.IsEnd)
                break;
            var next = index + 1 < _pieces.Length ? _pieces[index + 1].Words : string.Empty;
            var end = next.Length == 0 ? text.Length : text.IndexOf(next, at, StringComparison.Ordinal);
            missing = next;
            if (end < 0)
                return false;
            if (piece.Field is { } field && text[at..end].Trim() is { Length: > 0 } value)
                found[field] = new AlertValue(AlertFields.NameOf(field), value, IsNumber: false);
            at = end;
        }

        missing = "the end";
        return at == text.Length;
    }

    private static FieldError? Refuse(string text, out ImmutableArray<Piece> pieces)
    {
        pieces = [];
        if (text.Length is 0 or > LengthMax)
            return Wrong(FormattableString.Invariant($"{text.Length} characters"), FormattableString.Invariant($"give 1 to {LengthMax} characters"));
        if (!AlertText.IsPlain(text.Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ')))
            return Wrong(AlertText.Shown(text), "leave out characters that cannot be seen");
        var read = ImmutableArray.CreateBuilder<Piece>();
        var seen = new HashSet<AlertField>();
        var rest = OneBlank(text);
        while (rest.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = rest.IndexOf('}', open);
            var words = rest[..open];
            var name = close < 0 ? rest[open..] : rest[(open + 1)..close];
            if (words.Contains('}', StringComparison.Ordinal) || close < 0)
                return Wrong(AlertText.Shown(name), "close each brace; name a field between them");
            if (words.Length == 0 && read.Count > 0)
                return Wrong($"{{{name}}}", "put a blank or a word between two fields");
            var field = AlertFields.Find(name);
            if (field is null && name is not Anything)
                return Wrong($"{{{AlertText.Shown(name)}}}", $"there are {string.Join(", ", AlertFields.Names)}, and * for anything");
            if (field is { } given && !seen.Add(given))
                return Wrong($"{{{name}}}", "name each field once");
            read.Add(new Piece(words, field, IsEnd: false));
            rest = rest[(close + 1)..];
        }

        if (rest.Contains('}', StringComparison.Ordinal))
            return Wrong("}", "open each brace");
        if (rest.Length > 0)
            read.Add(new Piece(rest, Field: null, IsEnd: true));
        pieces = read.ToImmutable();
        return null;
    }

    private static FieldError Wrong(string value, string remedy) => new("text", value, remedy);

    private static string OneBlank(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            if (c is not (' ' or '\t' or '\r' or '\n'))
                plain.Append(c);
            else if (plain[^1] != ' ')
                plain.Append(' ');
        }

        return plain.ToString();
    }

    /// <param name="Words">What stands before the field.</param>
    /// <param name="IsEnd">Whether no field follows.</param>
    private readonly record struct Piece(string Words, AlertField? Field, bool IsEnd);
}
