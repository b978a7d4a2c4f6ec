namespace OrleansTrader.Grains.Ports;

/// <summary>Where the keys lie that everything else is sealed with, shared by all processes of a service. They come wrapped by the operator's master key.</summary>
public interface IKeyRing
{
    /// <summary>Every key as the XML that it was added as.</summary>
    IReadOnlyCollection<string> ReadAll();

    /// <summary>Keeps a key for good.</summary>
    void Add(string name, string xml);
}
