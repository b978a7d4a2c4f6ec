using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Trading.Risk;

/// <summary>Judges values against limits one by one, and remembers the limit that came nearest, or the one that was passed.</summary>
internal struct RiskTally
{
    private RefusalCode _refused;
    private RiskLimit _limit;
    private decimal? _value;
    private decimal? _bound;

    /// <summary>Share of the nearest limit that is used; above 1 where one was passed.</summary>
    public decimal Used { get; private set; }

    public readonly bool IsEmpty => _limit == RiskLimit.None;

    public readonly bool IsRefused => _refused != RefusalCode.None;

    /// <summary>Null, or the refusal of a value above <paramref name="max"/>.</summary>
    public Refusal? AtMost(RefusalCode code, RiskLimit limit, decimal value, decimal? max)
    {
        if (max is not { } bound)
            return null;
        if (value > bound)
            return Refuse(code, limit, value, bound, "at most ");
        Keep(limit, value, bound, bound > 0m ? Math.Max(0m, value) / bound : 0m);
        return null;
    }

    /// <summary>Null, or the refusal of a value below <paramref name="min"/>; a null value is endless.</summary>
    public Refusal? AtLeast(RefusalCode code, RiskLimit limit, decimal? value, decimal? min)
    {
        if (min is not { } bound || value is not { } given)
            return null;
        if (given < bound)
            return Refuse(code, limit, given, bound, "at least ");
        Keep(limit, given, bound, given > 0m ? bound / given : 0m);
        return null;
    }

    public Refusal Refuse(RefusalCode code, RiskLimit limit, decimal value, decimal bound, string remedy)
    {
        Refuse(code, limit, value, bound);
        return new Refusal(code, limit.ToString(), FieldError.Text(value), remedy + FieldError.Text(bound));
    }

    /// <summary>Remembers a refusal whose words the caller finds itself.</summary>
    public void Refuse(RefusalCode code, RiskLimit limit, decimal? value, decimal? bound)
    {
        (_refused, _limit, _value, _bound) = (code, limit, value, bound);
        Used = decimal.MaxValue;
    }

    public void Keep(RiskLimit limit, decimal value, decimal bound, decimal used)
    {
        if (_refused != RefusalCode.None || (_limit != RiskLimit.None && used <= Used))
            return;
        (_limit, _value, _bound) = (limit, value, bound);
        Used = used;
    }

    public readonly RiskVerdict Verdict() => _refused == RefusalCode.None
        ? new RiskVerdict.Approved(_limit, _value ?? 0m, _bound ?? 0m, Math.Round(Used, 6))
        : new RiskVerdict.Refused(_refused, _limit, _value, _bound);
}
