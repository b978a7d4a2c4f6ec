using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Chain;

/// <summary>The digest of all streams, fed in ordinal order of their names: for each <c>length ‖ name ‖ events ‖ each event's hash</c>.</summary>
internal sealed class StreamDigest : IDisposable
{
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _streams;
    private long _events;

    /// <summary>Begins a stream; its hashes follow.</summary>
    public void Begin(string name, long events)
    {
        var text = Encoding.UTF8.GetBytes(name);
        Add(text.Length);
        _digest.AppendData(text);
        Add(events);
        _streams++;
        _events += events;
    }

    /// <summary>Adds hashes, one behind the other.</summary>
    public void Add(ReadOnlySpan<byte> hashes) => _digest.AppendData(hashes);

    public JournalDigest End() => new(Convert.ToHexStringLower(_digest.GetHashAndReset()), _streams, _events);

    public void Dispose() => _digest.Dispose();

    private void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _digest.AppendData(bytes);
    }
}
