using System.Text.Json;
using OrleansTrader.Grains.Json;

namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>Sends every argument and result of every call of ours through ContractJson and back, and fails the call where that changes it.</summary>
internal sealed class RoundTrips : IIncomingGrainCallFilter
{
    private int _count;

    public int Count => _count;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var isOurs = context.InterfaceMethod.DeclaringType?.Namespace?.StartsWith("OrleansTrader", StringComparison.Ordinal) == true;
        var parameters = isOurs ? context.InterfaceMethod.GetParameters() : [];
        for (var i = 0; i < parameters.Length; i++)
            Check(context.Request.GetArgument(i), parameters[i].ParameterType);
        await context.Invoke();
        var result = context.InterfaceMethod.ReturnType;
        if (isOurs && result.IsGenericType)
            Check(context.Result, result.GetGenericArguments()[0]);
    }

    public void Check(object? value, Type type)
    {
        if (value is null)
            return;
        Interlocked.Increment(ref _count);
        var text = JsonSerializer.Serialize(value, type, ContractJson.Options);
        var back = JsonSerializer.Deserialize(text, type, ContractJson.Options);
        var again = JsonSerializer.Serialize(back, type, ContractJson.Options);
        if (!string.Equals(text, again, StringComparison.Ordinal))
            throw new InvalidOperationException($"a {type.Name} comes back changed: {text} became {again}");
    }
}
