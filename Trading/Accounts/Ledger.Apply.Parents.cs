using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Trading.Accounts;

public static partial class Ledger
{
    private static void Apply(AccountState state, in ParentAccepted accepted)
    {
        state.LastOrderId = accepted.Parent.Value;
        state.Parents = state.Parents.Add(new ParentOrder(
            accepted.Parent, accepted.Intent, accepted.Quantity, accepted.ArrivalPrice, accepted.At, accepted.EndsAt, Step: 0, Tries: 0, Children: 0,
            IsTaking: false, Child: null, Mid: accepted.ArrivalPrice, NextAt: accepted.At, accepted.Sequence, accepted.QuoteAt, Filled: 0m,
            FilledNotional: 0m, ReferenceNotional: 0m, Fees: 0m));
    }

    private static void Apply(AccountState state, in ParentAdvanced advanced)
    {
        if (state.FindParent(advanced.Parent) is not { } parent)
            return;
        var isNew = advanced.Child is not null && advanced.Child != parent.Child;
        state.Parents = state.Parents.Replace(parent, parent with
        {
            Step = advanced.Step,
            Tries = advanced.Tries,
            Children = parent.Children + (isNew ? 1 : 0),
            IsTaking = advanced.IsTaking,
            Child = advanced.Child,
            Mid = isNew ? advanced.Mid : parent.Mid,
            NextAt = advanced.NextAt,
            SeenSequence = advanced.Sequence,
            SeenAt = advanced.QuoteAt,
        });
    }

    private static void Apply(AccountState state, in ParentEnded ended)
    {
        if (state.FindParent(ended.Parent) is { } parent)
            state.Parents = state.Parents.Remove(parent);
    }

    // A child's fill is its parent's too; a leg that repeats the child's intent is not a child.
    private static void FillParent(AccountState state, in Order order, in OrderFilled filled)
    {
        if (state.Parents.IsEmpty || order.Role != OrderRole.Single || order.Intent.Parent is not { } id || state.FindParent(id) is not { } parent)
            return;
        state.Parents = state.Parents.Replace(parent, parent with
        {
            Filled = parent.Filled + filled.Quantity,
            FilledNotional = parent.FilledNotional + filled.Notional,
            ReferenceNotional = parent.ReferenceNotional + Amounts.Round(filled.Quantity * parent.Mid),
            Fees = parent.Fees + filled.Fee,
        });
    }
}
