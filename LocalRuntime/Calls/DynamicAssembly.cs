using System.Reflection;
using System.Reflection.Emit;

namespace OrleansTrader.LocalRuntime.Calls;

/// <summary>Holds the emitted classes, and lets them use internal types of the assemblies they are emitted for.</summary>
internal sealed class DynamicAssembly
{
    private readonly AssemblyBuilder _assembly;
    private readonly ModuleBuilder _module;
    private readonly ConstructorInfo _ignoreAccessChecks;
    private readonly HashSet<string> _granted = new(StringComparer.Ordinal);
    private int _classes;

    internal DynamicAssembly()
    {
        _assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("OrleansTrader.LocalRuntime.Proxies"), AssemblyBuilderAccess.Run);
        _module = _assembly.DefineDynamicModule("Proxies");
        _ignoreAccessChecks = DefineIgnoreAccessChecks();
        GrantAccess(typeof(GrainReference));
    }

    internal TypeBuilder DefineClass(string name, Type parent, Type[] interfaces) =>
        _module.DefineType($"{name}_{_classes++}", TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Class, parent, interfaces);

    internal void GrantAccess(Type type)
    {
        if (type.HasElementType) GrantAccess(type.GetElementType()!);
        foreach (var argument in type.GetGenericArguments()) GrantAccess(argument);
        var name = type.Assembly.GetName().Name!;
        if (_granted.Add(name)) _assembly.SetCustomAttribute(new CustomAttributeBuilder(_ignoreAccessChecks, [name]));
    }

    /// <summary>The runtime knows this attribute by its name alone; the framework doesn't declare it.</summary>
    private ConstructorInfo DefineIgnoreAccessChecks()
    {
        var type = _module.DefineType(
            "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute",
            TypeAttributes.Public | TypeAttributes.Class,
            typeof(Attribute));
        var name = type.DefineField("_name", typeof(string), FieldAttributes.Private);
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(string)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, Type.EmptyTypes)!);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, name);
        il.Emit(OpCodes.Ret);

        var property = type.DefineProperty("AssemblyName", PropertyAttributes.None, typeof(string), Type.EmptyTypes);
        var getter = type.DefineMethod("get_AssemblyName", MethodAttributes.Public | MethodAttributes.SpecialName, typeof(string), Type.EmptyTypes);
        var body = getter.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldfld, name);
        body.Emit(OpCodes.Ret);
        property.SetGetMethod(getter);
        return type.CreateType().GetConstructor([typeof(string)])!;
    }
}
