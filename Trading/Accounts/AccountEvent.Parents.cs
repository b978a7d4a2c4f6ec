using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Trading.Accounts;

/// <summary>Parent orders, there and back.</summary>
public readonly partial record struct AccountEvent
{
    public AccountEvent(in ParentAccepted payload)
        : this(AccountEventKind.ParentAccepted, payload.At)
    {
        _long1 = payload.Parent.Value;
        _symbol = payload.Intent.Symbol;
        _object1 = payload.Intent;
        _amount1 = payload.Quantity;
        _amount2 = payload.ArrivalPrice;
        _long2 = payload.EndsAt.UtcTicks;
        _long4 = payload.Sequence;
        _long5 = payload.QuoteAt.UtcTicks;
    }

    public AccountEvent(in ParentAdvanced payload)
        : this(AccountEventKind.ParentAdvanced, payload.At)
    {
        _long1 = payload.Parent.Value;
        _amount1 = payload.Mid;
        _amount2 = payload.Step;
        _amount3 = payload.Tries;
        _long2 = payload.Child?.Value ?? 0;
        _flag1 = payload.IsTaking ? (byte)1 : (byte)0;
        _long3 = payload.NextAt.UtcTicks;
        _long4 = payload.Sequence;
        _long5 = payload.QuoteAt.UtcTicks;
    }

    public AccountEvent(in ParentEnded payload)
        : this(AccountEventKind.ParentEnded, payload.At)
    {
        _long1 = payload.Parent.Value;
        _symbol = payload.Symbol;
        _flag1 = (byte)payload.Reason;
        _flag2 = (byte)payload.Refusal;
        _amount1 = payload.Children;
        _object1 = payload.Report;
    }

    public ParentAccepted ParentAccepted() => Is(AccountEventKind.ParentAccepted)
        ? new(At, new OrderId(_long1), (ParentIntent)_object1!, _amount1, _amount2, Instant(_long2), _long4, Instant(_long5))
        : throw Not(AccountEventKind.ParentAccepted);

    public ParentAdvanced ParentAdvanced() => Is(AccountEventKind.ParentAdvanced)
        ? new(
            At, new OrderId(_long1), (int)_amount2, (int)_amount3, _long2 == 0 ? null : new OrderId(_long2), _flag1 != 0, _amount1, Instant(_long3),
            _long4, Instant(_long5))
        : throw Not(AccountEventKind.ParentAdvanced);

    public ParentEnded ParentEnded() => Is(AccountEventKind.ParentEnded)
        ? new(At, new OrderId(_long1), _symbol, (ParentEndReason)_flag1, (RefusalCode)_flag2, (int)_amount1, (ShortfallReport)_object1!)
        : throw Not(AccountEventKind.ParentEnded);
}
