namespace OrleansTrader.Trading.Accounts;

/// <summary>
/// How money is rounded, once and for all: every amount (notional, fee, realised, funding, margin) is rounded half to even at
/// <see cref="Decimals"/> decimals when it comes into being and is stored in its event; from then on amounts are only added,
/// which is exact in <c>decimal</c> up to <see cref="AmountMax"/>. Nothing is divided when a journal is replayed.
/// </summary>
public static class Amounts
{
    public const int Decimals = 10;

    /// <summary>Largest amount of money that a command may name, in quote currency.</summary>
    public const decimal AmountMax = 1_000_000_000_000m;

    /// <summary>Largest price that is understood.</summary>
    public const decimal PriceMax = 1_000_000_000m;

    /// <summary>Largest quantity that is understood, in base currency.</summary>
    public const decimal QuantityMax = 1_000_000_000_000m;

    /// <summary>Largest leverage that is understood.</summary>
    public const decimal LeverageMax = 1_000m;

    public static decimal Round(decimal amount) => Math.Round(amount, Decimals, MidpointRounding.ToEven);

    /// <summary>Rounded away from zero to less risk: a requirement is never understated.</summary>
    public static decimal RoundUp(decimal amount) => Math.Round(amount, Decimals, MidpointRounding.ToPositiveInfinity);
}
