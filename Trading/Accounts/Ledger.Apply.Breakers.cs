using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Accounts;

public static partial class Ledger
{
    private static void ApplyToBreakers(AccountState state, in AccountEvent happened)
    {
        var book = state.Breakers ?? BreakerBook.Empty;
        switch (happened.Kind)
        {
            case AccountEventKind.BreakersChanged:
                var changed = happened.BreakersChanged();
                book = book.With(changed.Rules, changed.At, changed.Equity);
                break;
            case AccountEventKind.BreakerTripped:
                book = book.Trip(happened.BreakerTripped().Breaker);
                break;
            case AccountEventKind.BreakerReset:
                var reset = happened.BreakerReset();
                book = book.Reset(reset.Breaker, reset.At, reset.Equity);
                break;
            case AccountEventKind.EquityWatched:
                book = book.See(happened.At, happened.EquityWatched().Equity);
                break;
        }

        state.Breakers = book.IsEmpty ? null : book;
    }
}
