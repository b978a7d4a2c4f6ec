using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Silo.Credentials;

/// <summary>Data Protection's keys in the service's own key ring.</summary>
internal sealed class KeyRingRepository(IKeyRing ring) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. ring.ReadAll().Select(static xml => XElement.Parse(xml))];

    public void StoreElement(XElement element, string friendlyName) => ring.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
