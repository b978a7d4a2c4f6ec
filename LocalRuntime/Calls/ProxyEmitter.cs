using System.Reflection;
using System.Reflection.Emit;
using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Calls;

/// <summary>
/// Emits, once per grain interface, a reference class and for each method a class that holds its arguments in typed fields.
/// </summary>
internal static class ProxyEmitter
{
    private const string DescriptorField = "Descriptor";
    private const string ArgumentPrefix = "a";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<Type, Func<GrainRuntime, GrainId, GrainReference>> Factories = [];
    private static readonly DynamicAssembly Assembly = new();
    private static readonly Type[] ReferenceArguments = [typeof(GrainRuntime), typeof(GrainId)];

    internal static Func<GrainRuntime, GrainId, GrainReference> FactoryFor(Type grainInterface)
    {
        lock (Gate)
        {
            if (Factories.TryGetValue(grainInterface, out var factory)) return factory;
            factory = CompileFactory(EmitReference(grainInterface));
            Factories.Add(grainInterface, factory);
            return factory;
        }
    }

    internal static FieldInfo? ArgumentField(Type invocation, int index) => invocation.GetField($"{ArgumentPrefix}{index}");

    private static Func<GrainRuntime, GrainId, GrainReference> CompileFactory(Type reference)
    {
        var constructor = reference.GetConstructor(ReferenceArguments)!;
        var method = new DynamicMethod("New" + reference.Name, typeof(GrainReference), ReferenceArguments, reference, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<GrainRuntime, GrainId, GrainReference>>();
    }

    private static Type EmitReference(Type grainInterface)
    {
        if (!grainInterface.IsInterface || grainInterface.ContainsGenericParameters)
        {
            throw new ArgumentException($"{grainInterface} is not a grain interface: expected a closed interface type.", nameof(grainInterface));
        }

        Assembly.GrantAccess(grainInterface);
        Type[] interfaces = [grainInterface, .. grainInterface.GetInterfaces()];
        var type = Assembly.DefineClass($"{grainInterface.Name}_Reference", typeof(GrainReference), interfaces);
        EmitConstructor(type);
        foreach (var declaring in interfaces)
        {
            foreach (var method in declaring.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            {
                if (method.IsAbstract) EmitMethod(type, grainInterface, method);
            }
        }

        return type.CreateType();
    }

    private static void EmitConstructor(TypeBuilder type)
    {
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, ReferenceArguments);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, typeof(GrainReference).GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, ReferenceArguments)!);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(TypeBuilder type, Type grainInterface, MethodInfo method)
    {
        var shape = new MethodShape(method);
        foreach (var used in shape.Parameters) Assembly.GrantAccess(used);
        Assembly.GrantAccess(method.ReturnType);
        var invocation = EmitInvocation(grainInterface, shape);

        var builder = type.DefineMethod(
            $"{method.DeclaringType!.Name}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            method.ReturnType,
            shape.Parameters);
        var il = builder.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        for (var i = 0; i < shape.Parameters.Length; i++) il.Emit(OpCodes.Ldarg, (short)(i + 1));
        il.Emit(OpCodes.Newobj, invocation.GetConstructor(shape.Parameters)!);
        if (shape.TokenIndex >= 0)
        {
            il.Emit(OpCodes.Ldarg, (short)(shape.TokenIndex + 1));
        }
        else
        {
            il.Emit(OpCodes.Ldloca, il.DeclareLocal(typeof(CancellationToken)));
            il.Emit(OpCodes.Initobj, typeof(CancellationToken));
            il.Emit(OpCodes.Ldloc_0);
        }

        il.Emit(OpCodes.Call, shape.Send);
        if (shape.WrapAnswer is { } wrap) il.Emit(OpCodes.Newobj, wrap);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(builder, method);
    }

    private static Type EmitInvocation(Type grainInterface, MethodShape shape)
    {
        var type = Assembly.DefineClass($"{grainInterface.Name}_{shape.Method.Name}_Call", shape.InvocationBase, []);
        var descriptor = type.DefineField(DescriptorField, typeof(MethodDescriptor), FieldAttributes.Public | FieldAttributes.Static);
        var fields = shape.Parameters
            .Select((parameter, i) => type.DefineField($"{ArgumentPrefix}{i}", parameter, FieldAttributes.Public))
            .ToArray();

        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, shape.Parameters).GetILGenerator();
        constructor.Emit(OpCodes.Ldarg_0);
        constructor.Emit(
            OpCodes.Call,
            shape.InvocationBase.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes)!);
        for (var i = 0; i < fields.Length; i++)
        {
            constructor.Emit(OpCodes.Ldarg_0);
            constructor.Emit(OpCodes.Ldarg, (short)(i + 1));
            constructor.Emit(OpCodes.Stfld, fields[i]);
        }

        constructor.Emit(OpCodes.Ret);
        EmitOverride(type, typeof(Invocation).GetProperty(nameof(Invocation.Method))!.GetMethod!, il => il.Emit(OpCodes.Ldsfld, descriptor));
        EmitOverride(type, shape.Call, il =>
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Castclass, shape.Method.DeclaringType!);
            foreach (var field in fields)
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldfld, field);
            }

            il.Emit(OpCodes.Callvirt, shape.Method);
            if (shape.WrapResult is { } wrap) il.Emit(OpCodes.Newobj, wrap);
        });

        var created = type.CreateType();
        created.GetField(DescriptorField)!.SetValue(null, new MethodDescriptor(grainInterface, shape.Method));
        return created;
    }

    private static void EmitOverride(TypeBuilder type, MethodInfo overridden, Action<ILGenerator> body)
    {
        var builder = type.DefineMethod(
            overridden.Name,
            MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig,
            overridden.ReturnType,
            [.. overridden.GetParameters().Select(parameter => parameter.ParameterType)]);
        var il = builder.GetILGenerator();
        body(il);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(builder, overridden);
    }
}
