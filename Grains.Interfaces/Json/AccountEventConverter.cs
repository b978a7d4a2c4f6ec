using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Json;

/// <summary>An event of an account as <c>{"kind":"orderFilled", …}</c> with the fields of that kind and no others.</summary>
internal sealed class AccountEventConverter : JsonConverter<AccountEvent>
{
    private static readonly Case?[] ByKind = Table();

    private static readonly Dictionary<string, Case> ByName =
        ByKind.OfType<Case>().ToDictionary(static c => c.Name, StringComparer.Ordinal);

    public override AccountEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var ahead = reader;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            var isKind = ahead.ValueTextEquals(ContractJson.Kind);
            ahead.Read();
            if (isKind)
            {
                return ByName.TryGetValue(ahead.GetString() ?? string.Empty, out var found)
                    ? found.Read(ref reader, options)
                    : throw new JsonException($"'{ahead.GetString()}' is no kind of account event that this version knows");
            }

            ahead.Skip();
        }

        throw new JsonException("an account event has no kind");
    }

    public override void Write(Utf8JsonWriter writer, AccountEvent value, JsonSerializerOptions options)
    {
        var found = (int)value.Kind < ByKind.Length ? ByKind[(int)value.Kind] : null;
        if (found is null)
            throw new JsonException($"account event of kind {value.Kind} cannot be written");
        writer.WriteStartObject();
        writer.WriteString(ContractJson.Kind, found.Name);
        found.WriteFields(writer, value, options);
        writer.WriteEndObject();
    }

    private static Case?[] Table()
    {
        var table = new Case?[Enum.GetValues<AccountEventKind>().Length];
        Add(AccountEventKind.AccountOpened, static e => e.AccountOpened(), static p => new AccountEvent(p));
        Add(AccountEventKind.CashDeposited, static e => e.CashDeposited(), static p => new AccountEvent(p));
        Add(AccountEventKind.CashWithdrawn, static e => e.CashWithdrawn(), static p => new AccountEvent(p));
        Add(AccountEventKind.LimitsChanged, static e => e.LimitsChanged(), static p => new AccountEvent(p));
        Add(AccountEventKind.AgentLimitsChanged, static e => e.AgentLimitsChanged(), static p => new AccountEvent(p));
        Add(AccountEventKind.LeverageChanged, static e => e.LeverageChanged(), static p => new AccountEvent(p));
        Add(AccountEventKind.MarginModeChanged, static e => e.MarginModeChanged(), static p => new AccountEvent(p));
        Add(AccountEventKind.IsolatedMarginMoved, static e => e.IsolatedMarginMoved(), static p => new AccountEvent(p));
        Add(AccountEventKind.OrderAccepted, static e => e.OrderAccepted(), static p => new AccountEvent(p));
        Add(AccountEventKind.OrderActivated, static e => e.OrderActivated(), static p => new AccountEvent(p));
        Add(AccountEventKind.OrderTriggered, static e => e.OrderTriggered(), static p => new AccountEvent(p));
        Add(AccountEventKind.StopRatcheted, static e => e.StopRatcheted(), static p => new AccountEvent(p));
        Add(AccountEventKind.OrderAmended, static e => e.OrderAmended(), static p => new AccountEvent(p));
        Add(AccountEventKind.OrderFilled, static e => e.OrderFilled(), static p => new AccountEvent(p));
        Add(AccountEventKind.OrderEnded, static e => e.OrderEnded(), static p => new AccountEvent(p));
        Add(AccountEventKind.TradeClosed, static e => e.TradeClosed(), static p => new AccountEvent(p));
        Add(AccountEventKind.FundingCharged, static e => e.FundingCharged(), static p => new AccountEvent(p));
        Add(AccountEventKind.LiquidationStarted, static e => e.LiquidationStarted(), static p => new AccountEvent(p));
        Add(AccountEventKind.DeficitAbsorbed, static e => e.DeficitAbsorbed(), static p => new AccountEvent(p));
        Add(AccountEventKind.MarkMoved, static e => e.MarkMoved(), static p => new AccountEvent(p));
        Add(AccountEventKind.EquityMarked, static e => e.EquityMarked(), static p => new AccountEvent(p));
        Add(AccountEventKind.AccountHalted, static e => e.AccountHalted(), static p => new AccountEvent(p));
        Add(AccountEventKind.AccountReset, static e => e.AccountReset(), static p => new AccountEvent(p));
        Add(AccountEventKind.AccountResumed, static e => e.AccountResumed(), static p => new AccountEvent(p));
        Add(AccountEventKind.BreakersChanged, static e => e.BreakersChanged(), static p => new AccountEvent(p));
        Add(AccountEventKind.BreakerTripped, static e => e.BreakerTripped(), static p => new AccountEvent(p));
        Add(AccountEventKind.BreakerReset, static e => e.BreakerReset(), static p => new AccountEvent(p));
        Add(AccountEventKind.EquityWatched, static e => e.EquityWatched(), static p => new AccountEvent(p));
        Add(AccountEventKind.ExitsSet, static e => e.ExitsSet(), static p => new AccountEvent(p));
        Add(AccountEventKind.ParentAccepted, static e => e.ParentAccepted(), static p => new AccountEvent(p));
        Add(AccountEventKind.ParentAdvanced, static e => e.ParentAdvanced(), static p => new AccountEvent(p));
        Add(AccountEventKind.ParentEnded, static e => e.ParentEnded(), static p => new AccountEvent(p));
        return table;

        void Add<T>(AccountEventKind kind, Func<AccountEvent, T> read, Func<T, AccountEvent> make)
            where T : struct => table[(int)kind] = new Case<T>(JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), read, make);
    }

    private abstract class Case(string name)
    {
        public string Name => name;

        public abstract AccountEvent Read(ref Utf8JsonReader reader, JsonSerializerOptions options);

        public abstract void WriteFields(Utf8JsonWriter writer, in AccountEvent value, JsonSerializerOptions options);
    }

    private sealed class Case<T>(string name, Func<AccountEvent, T> read, Func<T, AccountEvent> make) : Case(name)
        where T : struct
    {
        private (JsonEncodedText Name, Func<object, object?> Get, JsonTypeInfo Type)[]? _fields;

        public override AccountEvent Read(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
            make(JsonSerializer.Deserialize<T>(ref reader, options));

        public override void WriteFields(Utf8JsonWriter writer, in AccountEvent value, JsonSerializerOptions options)
        {
            object payload = read(value);
            foreach (var (name, get, type) in _fields ??= Fields(options))
            {
                if (get(payload) is not { } field)
                    continue;
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, field, type);
            }
        }

        private static (JsonEncodedText, Func<object, object?>, JsonTypeInfo)[] Fields(JsonSerializerOptions options)
        {
            var fields = new List<(JsonEncodedText, Func<object, object?>, JsonTypeInfo)>();
            foreach (var property in options.GetTypeInfo(typeof(T)).Properties)
            {
                if (property.Get is { } get && (property.Set is not null || property.AssociatedParameter is not null))
                    fields.Add((JsonEncodedText.Encode(property.Name), get, options.GetTypeInfo(property.PropertyType)));
            }

            return [.. fields];
        }
    }
}
