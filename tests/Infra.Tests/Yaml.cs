using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace OrleansTrader.Infra.Tests;

/// <summary>A place in a YAML document, with anchors and merges resolved. What is not there is a place too, and has nothing.</summary>
internal sealed record Yaml(object? Node, string Path)
{
    public bool Exists => Node is not null;

    public string? Text => Node as string;

    public IEnumerable<Yaml> Items => Node is List<object> list ? list.Select((item, at) => new Yaml(item, $"{Path}[{at}]")) : [];

    public IEnumerable<string> Names => Node is Dictionary<object, object> map ? map.Keys.Cast<string>() : [];

    public IEnumerable<Yaml> Values => Names.Select(name => this[name]);

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public Yaml this[string name] => new(Node is Dictionary<object, object> map ? map.GetValueOrDefault(name) : null, $"{Path}/{name}");

    /// <summary>Texts of a list, or of a list's entries.</summary>
    public IEnumerable<string> Texts => Items.Select(static item => item.Text).OfType<string>();

    public Yaml At(string path) => path.Split('/').Aggregate(this, static (place, name) => place[name]);

    /// <summary>Every document of a file.</summary>
    public static IReadOnlyList<Yaml> Read(string relative)
    {
        var documents = new List<Yaml>();
        var deserializer = new DeserializerBuilder().Build();
        using var reader = new StringReader(Repository.Text(relative));
        var parser = new MergingParser(new Parser(reader));
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
            documents.Add(new Yaml(deserializer.Deserialize(parser), string.Create(CultureInfo.InvariantCulture, $"{relative}#{documents.Count + 1}")));
        return documents;
    }

    public override string ToString() => Path;
}
