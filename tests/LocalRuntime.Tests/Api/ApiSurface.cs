using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace OrleansTrader.LocalRuntimeTests.Api;

/// <summary>
/// What an assembly offers in the namespaces of Orleans: for each public type the lines of its kind, base, interfaces and
/// public or protected members, with parameter names and defaults, since callers may depend on these too.
/// </summary>
internal static class ApiSurface
{
    internal static Dictionary<string, HashSet<string>> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var names = new SignatureText(reader);
        var types = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var scope = reader.GetString(type.Namespace);
            var isOurs = scope.Equals("Orleans", StringComparison.Ordinal) || scope.StartsWith("Orleans.", StringComparison.Ordinal);
            if (!isOurs || (type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public) continue;
            types[names.NameOf(handle)] = [.. Lines(reader, names, type)];
        }

        return types;
    }

    private static IEnumerable<string> Lines(MetadataReader reader, SignatureText names, TypeDefinition type)
    {
        var kind = type.Attributes & (TypeAttributes.Interface | TypeAttributes.Abstract | TypeAttributes.Sealed);
        yield return $"kind {kind}";
        if (!type.BaseType.IsNil) yield return $"base {names.NameOf(type.BaseType)}";
        foreach (var handle in type.GetInterfaceImplementations())
        {
            yield return $"implements {names.NameOf(reader.GetInterfaceImplementation(handle).Interface)}";
        }

        foreach (var handle in type.GetCustomAttributes())
        {
            if (AttributeUsage(reader, names, handle) is { } usage) yield return usage;
        }

        foreach (var handle in type.GetMethods())
        {
            var method = reader.GetMethodDefinition(handle);
            if (IsVisible((int)(method.Attributes & MethodAttributes.MemberAccessMask))) yield return MethodLine(reader, names, method);
        }

        foreach (var handle in type.GetFields())
        {
            var field = reader.GetFieldDefinition(handle);
            if (!IsVisible((int)(field.Attributes & FieldAttributes.FieldAccessMask))) continue;
            var isStatic = field.Attributes.HasFlag(FieldAttributes.Static) ? "static " : "";
            var value = field.GetDefaultValue().IsNil ? "" : $" = {Constant(reader, field.GetDefaultValue())}";
            yield return $"field {isStatic}{field.DecodeSignature(names, null)} {reader.GetString(field.Name)}{value}";
        }
    }

    private static string? AttributeUsage(MetadataReader reader, SignatureText names, CustomAttributeHandle handle)
    {
        var attribute = reader.GetCustomAttribute(handle);
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return null;
        var parent = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (!names.NameOf(parent).Equals("System.AttributeUsageAttribute", StringComparison.Ordinal)) return null;
        var blob = reader.GetBlobReader(attribute.Value);
        blob.ReadUInt16();
        return $"usage {(AttributeTargets)blob.ReadInt32()}";
    }

    private static string MethodLine(MetadataReader reader, SignatureText names, MethodDefinition method)
    {
        var signature = method.DecodeSignature(names, null);
        var access = (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public ? "public" : "protected";
        var isStatic = method.Attributes.HasFlag(MethodAttributes.Static) ? " static" : "";
        var arity = signature.GenericParameterCount > 0 ? $"`{signature.GenericParameterCount}" : "";
        var described = new string[signature.ParameterTypes.Length];
        foreach (var handle in method.GetParameters())
        {
            var parameter = reader.GetParameter(handle);
            if (parameter.SequenceNumber == 0) continue;
            var value = parameter.GetDefaultValue().IsNil ? "" : $" = {Constant(reader, parameter.GetDefaultValue())}";
            described[parameter.SequenceNumber - 1] =
                $"{signature.ParameterTypes[parameter.SequenceNumber - 1]} {reader.GetString(parameter.Name)}{value}";
        }

        var constraints = method.GetGenericParameters().Select(handle => Constraint(reader, names, handle)).Where(text => text.Length > 0);
        return $"{access}{isStatic} {signature.ReturnType} {reader.GetString(method.Name)}{arity}({string.Join(", ", described)})"
            + string.Concat(constraints);
    }

    private static string Constraint(MetadataReader reader, SignatureText names, GenericParameterHandle handle)
    {
        var parameter = reader.GetGenericParameter(handle);
        var types = parameter.GetConstraints().Select(constraint => names.NameOf(reader.GetGenericParameterConstraint(constraint).Type));
        var text = string.Join(",", types);
        return text.Length == 0 ? "" : $" where !!{parameter.Index}: {text}";
    }

    /// <summary>Family, family or assembly, public.</summary>
    private static bool IsVisible(int access) => access is 4 or 5 or 6;

    private static string Constant(MetadataReader reader, ConstantHandle handle)
    {
        var constant = reader.GetConstant(handle);
        var value = reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode);
        return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
    }
}
