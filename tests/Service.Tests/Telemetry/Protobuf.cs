namespace OrleansTrader.Service.Tests.Telemetry;

/// <summary>Fields of a protobuf message, as far as OTLP needs them: by number, with the bytes of those that have a length.</summary>
internal static class Protobuf
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    /// <summary>All values of a field that have a length: messages, texts, ids.</summary>
    public static List<byte[]> All(byte[] message, int field)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var key = Number(message, ref at);
            switch ((int)(key & 7))
            {
                case Varint:
                    Number(message, ref at);
                    break;
                case Fixed64:
                    at += 8;
                    break;
                case Fixed32:
                    at += 4;
                    break;
                case Delimited:
                    var length = (int)Number(message, ref at);
                    if ((int)(key >> 3) == field)
                        found.Add(message[at..(at + length)]);
                    at += length;
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }
        }

        return found;
    }

    private static ulong Number(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
