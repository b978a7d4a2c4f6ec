using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Accounts;

/// <summary>Entries and exits of one commit: what an order added to a position is one alert, and what it took from one another, however many fills it had.</summary>
internal sealed class TradeAlerts(AccountKey account)
{
    private readonly List<Part> _parts = [];

    /// <param name="order">The order's row after the fill.</param>
    /// <param name="isExit">Whether it took from the position.</param>
    public void Add(in OrderFilled fill, OrderRow order, bool isExit)
    {
        var part = _parts.Find(known => known.Order.Order == order.Order && known.IsExit == isExit);
        if (part is null)
            _parts.Add(part = new Part(order, isExit));
        part.Quantity += fill.Quantity;
        part.Notional += fill.Notional;
        part.Price += fill.Price * fill.Quantity;
        part.Fee += fill.Fee;
        part.Realised += fill.Realised;
        part.At = fill.At;
    }

    /// <summary>The round trip that the last exit of its symbol ended.</summary>
    public void Add(ClosedTradeRow trade)
    {
        if (_parts.FindLast(part => part.IsExit && part.Order.Symbol == trade.Symbol) is { } exit)
            exit.Closed = trade;
    }

    /// <param name="heldOf">Signed quantity of a symbol's position after the commit.</param>
    public IEnumerable<AlertRow> All(Func<SymbolKey, decimal> heldOf) => _parts.Select(part => part.Alert(account, heldOf(part.Order.Symbol)));

    /// <summary>The agent that wanted an order: causes of agents begin with the name and the version.</summary>
    public static AgentKey? AgentOf(AccountKey account, string? cause)
    {
        var words = (cause ?? string.Empty).Split(' ', 3);
        return words.Length > 1 && words[1].Contains('@', StringComparison.Ordinal) && Tenants.Names.IsName(words[0]) ? new AgentKey(account.Tenant, words[0]) : null;
    }

    private sealed class Part(OrderRow order, bool isExit)
    {
        public OrderRow Order => order;

        public bool IsExit => isExit;

        public decimal Quantity { get; set; }

        public decimal Notional { get; set; }

        /// <summary>Sum of prices by quantity.</summary>
        public decimal Price { get; set; }

        public decimal Fee { get; set; }

        public decimal Realised { get; set; }

        public DateTimeOffset At { get; set; }

        public ClosedTradeRow? Closed { get; set; }

        public AlertRow Alert(AccountKey account, decimal held) => new(account.Tenant, At, AlertSeverity.Information, account.ToString(), Message(held))
        {
            Kind = isExit ? AlertKind.Exit : AlertKind.Entry,
            Account = account,
            Agent = AgentOf(account, order.Cause),
            Symbol = order.Symbol,
            Figures = Figures(held),
        };

        private decimal Average => Quantity == 0m ? 0m : decimal.Round(Price / Quantity, 8);

        private string Message(decimal held)
        {
            var text = new StringBuilder(order.Side == Side.Buy ? "bought " : "sold ").Append(FieldError.Text(Quantity)).Append(" at ").Append(FieldError.Text(Average));
            if (isExit)
                text.Append(", ").Append(Signed(Realised)).Append(" before fees");
            text.Append(held == 0m ? "; nothing is held now" : $"; holds {FieldError.Text(held)} now");
            if (Closed is { } trade)
                text.Append("; the trade came to ").Append(Signed(trade.Net)).Append(" net (").Append(trade.ExitReason).Append(')');
            else if (order.Reason.Length > 0)
                text.Append(" (").Append(order.Reason).Append(')');
            return text.ToString();
        }

        private ImmutableArray<AlertFigure> Figures(decimal held)
        {
            var figures = ImmutableArray.CreateBuilder<AlertFigure>();
            figures.Add(new AlertFigure("price", Average));
            figures.Add(new AlertFigure("quantity", order.Side == Side.Buy ? Quantity : -Quantity));
            figures.Add(new AlertFigure("notional", Notional));
            figures.Add(new AlertFigure("fee", Fee));
            if (isExit)
                figures.Add(new AlertFigure("realised", Realised));
            if (Closed is { } trade)
                figures.Add(new AlertFigure("net", trade.Net));
            figures.Add(new AlertFigure("position", held));
            return figures.ToImmutable();
        }

        private static string Signed(decimal amount) => amount.ToString("+0.00######;-0.00######;0.00", CultureInfo.InvariantCulture);
    }
}
