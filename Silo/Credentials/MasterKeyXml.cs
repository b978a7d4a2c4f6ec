using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace OrleansTrader.Silo.Credentials;

/// <summary>Keeps the key ring's keys wrapped by the master key.</summary>
internal sealed class MasterKeyXmlEncryptor(MasterKey key) : IXmlEncryptor
{
    public const string Element = "wrapped";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement(Element, Convert.ToBase64String(key.Wrap(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(MasterKeyXmlDecryptor));
}

/// <summary>Reads them back; named in the ring's files, made by Data Protection itself.</summary>
internal sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var key = services.GetService<MasterKey>()
            ?? throw new InvalidOperationException("the key ring is wrapped by a master key: set Credentials:MasterKeyFile as it was before");
        return XElement.Parse(Encoding.UTF8.GetString(key.Unwrap(Convert.FromBase64String(encryptedElement.Value))));
    }
}
