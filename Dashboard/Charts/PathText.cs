using System.Globalization;
using System.Text;

namespace OrleansTrader.Dashboard.Charts;

/// <summary>Writes the <c>d</c> of an SVG path, one decimal a coordinate.</summary>
public sealed class PathText
{
    private readonly StringBuilder _text = new();
    private bool _isDrawing;

    /// <summary>Goes on with the line; the first point, and the one after a gap, starts it. A value that is not finite makes a gap.</summary>
    public PathText Line(double x, double y)
    {
        if (!double.IsFinite(x) || !double.IsFinite(y))
        {
            _isDrawing = false;
            return this;
        }

        Add(_isDrawing ? 'L' : 'M', x, y);
        _isDrawing = true;
        return this;
    }

    /// <summary>A vertical line.</summary>
    public void Upright(double x, double from, double to)
    {
        Add('M', x, from);
        _text.Append('V').Append(Round(to));
    }

    /// <summary>A box, at least one thousandth high, so that a flat one still shows.</summary>
    public void Box(double left, double top, double right, double bottom)
    {
        Add('M', left, top);
        _text.Append('H').Append(Round(right)).Append('V').Append(Round(Math.Max(bottom, top + 1.5d))).Append('H').Append(Round(left)).Append('Z');
    }

    /// <summary>Closes the line to an area.</summary>
    public PathText Close()
    {
        _text.Append('Z');
        _isDrawing = false;
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>A coordinate as SVG and CSS write it.</summary>
    public static string Round(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    private void Add(char command, double x, double y) => _text.Append(command).Append(Round(x)).Append(' ').Append(Round(y));
}
