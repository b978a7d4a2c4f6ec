using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Benchmarks.Execution;

/// <summary>One parent order through the ledger over recorded markets, fired as a symbol's trigger book would.</summary>
internal static class ParentRun
{
    private const int RoundsMax = 20;

    // The book is walked, so slippage never applies; orders take 20 ms to the venue.
    private static readonly ExchangeRules _rules = ExchangeRules.Default with { Slippage = SlippageModel.None, Latency = TimeSpan.FromMilliseconds(20) };

    /// <exception cref="InvalidOperationException">The order was refused, or has not ended with the recording.</exception>
    public static (ShortfallReport Report, int Children) Run(IReadOnlyList<MarketView> views, ParentIntent intent, DateTimeOffset from)
    {
        var (state, buffer, triggers) = (new AccountState(), new EventBuffer(), new List<Trigger>());
        var instrument = views[0].Instrument;
        var context = new DecisionContext(new Dictionary<Trading.Instruments.Symbol, Trading.Instruments.Instrument> { [instrument.Symbol] = instrument }, _rules) { Now = from };
        ShortfallReport? report = null;
        var (children, isSubmitted) = (0, false);
        Do(new OpenAccount("USDT", 10_000_000m));
        foreach (var view in views)
        {
            if (view.At < from)
                continue;
            context.Now = view.At;
            context.Set(view);
            if (!isSubmitted && Do(new SubmitParent(intent)).Refusal is { } refusal)
                throw new InvalidOperationException($"refused: {refusal}");
            isSubmitted = true;
            for (var round = 0; round < RoundsMax && IsCrossed(view); round++)
                Do(new TriggersFired(instrument.Symbol));
            if (report is not null)
                return (report, children);
        }

        throw new InvalidOperationException("the recording ended before the order");

        bool IsCrossed(in MarketView view)
        {
            triggers.Clear();
            Triggers.Of(state, instrument.Symbol, context, triggers);
            foreach (var trigger in triggers)
            {
                if (trigger.Condition.IsMetBy(view, context.Now))
                    return true;
            }

            return false;
        }

        CommandResult Do(AccountCommand command)
        {
            var result = Ledger.Decide(state, command, context, buffer);
            foreach (ref readonly var happened in buffer.Events)
            {
                Ledger.Apply(state, happened);
                children += happened.Kind == AccountEventKind.OrderAccepted ? 1 : 0;
                if (happened.Kind == AccountEventKind.ParentEnded)
                    report = happened.ParentEnded().Report;
            }

            if (LedgerInvariants.Check(state) is { } broken)
                throw new InvalidOperationException(broken);
            return result;
        }
    }
}
