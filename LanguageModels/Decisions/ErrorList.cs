using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>Errors of one answer: as many as a model can act upon in one go.</summary>
internal sealed class ErrorList
{
    public const int CountMax = 20;

    private readonly ImmutableArray<FieldError>.Builder _errors = ImmutableArray.CreateBuilder<FieldError>();
    private int _more;

    public int Count => _errors.Count + _more;

    public void Add(string field, string value, string remedy)
    {
        if (_errors.Count < CountMax)
            _errors.Add(new FieldError(field, value, remedy));
        else
            _more++;
    }

    public ImmutableArray<FieldError> ToImmutable() => _more == 0
        ? _errors.ToImmutable()
        : [.. _errors, new FieldError("answer", string.Create(CultureInfo.InvariantCulture, $"{_more} more errors"), "correct these first")];
}
