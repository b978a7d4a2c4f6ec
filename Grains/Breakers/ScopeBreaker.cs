using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Grains.Breakers;

/// <summary>What the breakers of markets, tenants and the service have in common: a stored book, changed whole or not at all.</summary>
internal static class ScopeBreaker
{
    public static BreakerBook BookOf(this BreakerRecord record) => record.Book ?? BreakerBook.Empty;

    public static TrippedBreaker? Told(this BreakerRecord record, BreakerScope scope, Symbol? symbol = null) =>
        BreakerKeeper.Told(record.BookOf(), scope, symbol, record.Sequence);

    /// <summary>The record with another book; with the next number where those who are told have to hear of it.</summary>
    public static BreakerRecord With(this BreakerRecord record, BreakerBook book)
    {
        var changes = !record.BookOf().Tripped.Select(Plain).SequenceEqual(book.Tripped.Select(Plain));
        return record with { Book = book.IsEmpty ? null : book, Sequence = changes ? record.Sequence + 1 : record.Sequence };
    }

    // That a trip goes on for longer is no news.
    private static TrippedBreaker Plain(TrippedBreaker breaker) => breaker with { Until = null, Value = null };

    public static SetupReply? Refuse(HaltOrder order)
    {
        if (string.IsNullOrWhiteSpace(order.Reason) || order.Reason.Length > TrippedBreaker.ReasonLengthMax)
            return SetupReply.Refuse("reason", order.Reason ?? string.Empty, $"say why in 1 to {TrippedBreaker.ReasonLengthMax} characters, for those who look later");
        return string.IsNullOrWhiteSpace(order.By) || order.By.Length > TrippedBreaker.ByLengthMax
            ? SetupReply.Refuse("by", order.By ?? string.Empty, $"1 to {TrippedBreaker.ByLengthMax} characters")
            : null;
    }

    public static SetupReply? Refuse(ImmutableArray<BreakerRule> rules, BreakerScope scope) =>
        BreakerRules.Refuse(rules, scope) is { IsEmpty: false } errors ? SetupReply.Refuse(errors) : null;

    public static SetupReply NotHalted(string name) => SetupReply.Refuse("state", name, "nothing is tripped here: what is halted above or below it is resumed there");

    public static ImmutableArray<BreakerReading> Readings(BreakerBook book, Func<int, decimal?> value) =>
        [.. book.Rules.Select((rule, i) => new BreakerReading(rule, value(i) is { } measured ? decimal.Round(measured, 8) : null))];
}
