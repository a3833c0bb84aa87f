using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orleans.Embedded.Tests.Surface;

/// <summary>
/// The public surface of an assembly: per type a line for its kind and one for each member that other assemblies see.
/// </summary>
internal static class PublicSurface
{
    private const MethodAttributes Access = MethodAttributes.MemberAccessMask;

    private static readonly TypeNames Names = new();

    /// <summary>The lines of each type, by full name.</summary>
    public static Dictionary<string, HashSet<string>> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var surface = new Dictionary<string, HashSet<string>>();
        foreach (var handle in reader.TypeDefinitions)
        {
            if (IsPublic(reader, handle))
                surface[Names.GetTypeFromDefinition(reader, handle, 0)] = [.. Lines(reader, handle)];
        }

        return surface;
    }

    private static bool IsPublic(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic => IsPublic(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    private static IEnumerable<string> Lines(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        yield return Kind(reader, type);
        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            if (IsVisible((MethodAttributes)(field.Attributes & FieldAttributes.FieldAccessMask)))
                yield return Field(reader, field);
        }

        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            if (IsVisible(method.Attributes & Access))
                yield return Method(reader, method);
        }
    }

    private static string Kind(MetadataReader reader, TypeDefinition type)
    {
        var parent = type.BaseType.Kind switch
        {
            _ when type.BaseType.IsNil => "",
            HandleKind.TypeReference => Names.GetTypeFromReference(reader, (TypeReferenceHandle)type.BaseType, 0),
            HandleKind.TypeDefinition => Names.GetTypeFromDefinition(reader, (TypeDefinitionHandle)type.BaseType, 0),
            _ => "",
        };
        var attributes = type.Attributes;
        return (attributes & TypeAttributes.Interface) != 0 ? "interface" : parent switch
        {
            "System.Enum" => "enum",
            "System.ValueType" => "struct",
            "System.MulticastDelegate" => "delegate",
            _ => (attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed)) switch
            {
                TypeAttributes.Abstract => "abstract class",
                TypeAttributes.Sealed => "sealed class",
                TypeAttributes.Abstract | TypeAttributes.Sealed => "static class",
                _ => "class",
            },
        };
    }

    private static string Field(MetadataReader reader, FieldDefinition field)
    {
        var type = field.DecodeSignature(Names, null);
        var value = field.GetDefaultValue() is { IsNil: false } constant ? $" = {Constant(reader, constant)}" : "";
        return $"{Modifiers((MethodAttributes)field.Attributes)}{type} {reader.GetString(field.Name)}{value}";
    }

    private static string Method(MetadataReader reader, MethodDefinition method)
    {
        var signature = method.DecodeSignature(Names, null);
        var names = new string[signature.ParameterTypes.Length];
        foreach (var parameter in method.GetParameters().Select(reader.GetParameter))
        {
            if (parameter.SequenceNumber > 0)
            {
                var isOptional = (parameter.Attributes & ParameterAttributes.Optional) != 0;
                names[parameter.SequenceNumber - 1] = reader.GetString(parameter.Name) + (isOptional
                    ? $" = {Constant(reader, parameter.GetDefaultValue())}"
                    : "");
            }
        }

        var parameters = string.Join(", ", signature.ParameterTypes.Zip(names, (type, name) => $"{type} {name}"));
        var generics = signature.GenericParameterCount == 0 ? "" : $"`{signature.GenericParameterCount}";
        return $"{Modifiers(method.Attributes)}{signature.ReturnType} {reader.GetString(method.Name)}{generics}"
            + $"({parameters})";
    }

    private static string Modifiers(MethodAttributes attributes) => string.Concat(
        (attributes & Access) == MethodAttributes.Public ? "public " : "protected ",
        (attributes & MethodAttributes.Static) != 0 ? "static " : "");

    private static bool IsVisible(MethodAttributes access) =>
        access is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static string Constant(MetadataReader reader, ConstantHandle handle)
    {
        if (handle.IsNil)
            return "default";
        var constant = reader.GetConstant(handle);
        return reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode)?.ToString() ?? "null";
    }
}
