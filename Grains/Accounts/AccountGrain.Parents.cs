using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Grains.Accounts;

/// <summary>Parent orders: what a client may leave to the account, and what readers see.</summary>
internal sealed partial class AccountGrain
{
    /// <summary>A week of quarters of an hour, as far as they are kept: what a volume profile is made of.</summary>
    private const int ProfileCandles = 672;

    // Chance follows from the command's id, so that a repeated one is the same; a VWAP without a profile goes by the candles of its market.
    private async ValueTask<AccountCommand> Complete(CommandId id, AccountCommand command)
    {
        if (command is not SubmitParent { Intent: { } intent })
            return command;
        if (intent.Seed == 0)
            intent = intent with { Seed = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id.Value))) };
        if (intent is { Style: ExecutionStyle.Vwap, Profile: null } && intent.Symbol != default)
        {
            var history = await SymbolOf(intent.Symbol).GetCandles(Interval.FifteenMinutes, ProfileCandles);
            intent = intent with { Profile = VolumeProfile.Of(history.Closed.AsSpan()) };
        }

        return new SubmitParent(intent);
    }

    // Those in force, newest first, then those that ended.
    private ImmutableArray<ParentView>? ParentViews()
    {
        if (_books.Parents.IsEmpty && _counts.EndedParents.IsEmpty)
            return null;
        var views = ImmutableArray.CreateBuilder<ParentView>();
        for (var i = _books.Parents.Length - 1; i >= 0; i--)
            views.Add(ParentView.Of(_books.Parents[i]));
        views.AddRange(_counts.EndedParents);
        return views.ToImmutable();
    }
}
