using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator;

/// <summary>
/// Says why a type is not deeply immutable, or null. Read-only interfaces of collections count as immutable: they are
/// the sender's promise. Of types from other assemblies only the public members are known.
/// </summary>
internal sealed class Immutability
{
    private static readonly HashSet<string> KnownTypes =
    [
        "System.Guid", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly", "System.TimeSpan", "System.Uri",
        "System.Type", "System.Version", "System.Int128", "System.UInt128", "System.Half", "System.Index",
        "System.Range", "System.Net.IPAddress", "System.Threading.CancellationToken",
        "System.Numerics.BigInteger", "System.Text.Json.JsonElement",
    ];

    private static readonly HashSet<string> KnownGenerics =
    [
        "System.Nullable", "System.ValueTuple", "System.Tuple", "System.ReadOnlyMemory",
        "System.Collections.Generic.KeyValuePair", "System.Collections.Generic.IReadOnlyList",
        "System.Collections.Generic.IReadOnlyCollection", "System.Collections.Generic.IReadOnlyDictionary",
        "System.Collections.Generic.IReadOnlySet", "Orleans.Concurrency.Immutable",
    ];

    private readonly Dictionary<ITypeSymbol, string?> _answers = new(SymbolEqualityComparer.Default);

    public string? WhyNot(ITypeSymbol type)
    {
        if (_answers.TryGetValue(type, out var known))
            return known;
        _answers[type] = null; // A type that contains itself is as immutable as the rest of it.
        var answer = Examine(type);
        _answers[type] = answer;
        return answer;
    }

    private string? Examine(ITypeSymbol type)
    {
        if (type.Attribute(Names.Immutable) is not null || type.TypeKind is TypeKind.Enum or TypeKind.TypeParameter)
            return null;
        if (type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_String
            or SpecialType.System_DateTime)
            return null;
        if (type.TypeKind == TypeKind.Array)
            return "an array can be changed; use ImmutableArray or a read-only interface";
        if (type is not INamedTypeSymbol named)
            return $"{type} can be changed";
        if (IsKnown(named, out var areArguments))
            return areArguments ? FirstReason(named.TypeArguments) : null;
        if (named.TypeKind == TypeKind.Interface)
            return "what implements the interface is not known";
        if (named.TypeKind == TypeKind.Delegate || named.SpecialType == SpecialType.System_Object)
            return $"{named} can be anything";
        var inSource = named.DeclaringSyntaxReferences.Length > 0;
        if (named.TypeKind == TypeKind.Class && !named.IsRecord && !inSource)
            return "a class of another assembly is immutable only when it is a record or marked Immutable";
        return ExamineMembers(named, inSource);
    }

    private static bool IsKnown(INamedTypeSymbol type, out bool byArguments)
    {
        byArguments = false;
        var name = type.NameWithoutArguments();
        if (KnownTypes.Contains(name) || type.AllInterfaces.Append(type).Any(i => i.Is(Names.Addressable))
            || IsException(type))
            return true;
        byArguments = KnownGenerics.Contains(name)
            || name.StartsWith("System.Collections.Immutable.", System.StringComparison.Ordinal)
            || name.StartsWith("System.Collections.Frozen.", System.StringComparison.Ordinal);
        return byArguments;
    }

    private static bool IsException(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Is("System.Exception"))
                return true;
        }

        return false;
    }

    private string? ExamineMembers(INamedTypeSymbol type, bool inSource)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers().Where(member => !member.IsStatic))
            {
                var reason = member switch
                {
                    IFieldSymbol { AssociatedSymbol: null } field => ExamineField(field, type),
                    IPropertySymbol property => ExamineProperty(property, type, inSource),
                    _ => null,
                };
                if (reason is not null)
                    return reason;
            }
        }

        return null;
    }

    // A struct is copied for the callee, so its own fields may be settable; what they refer to may not.
    private string? ExamineField(IFieldSymbol field, INamedTypeSymbol owner)
    {
        if (!field.IsReadOnly && owner.IsReferenceType)
            return $"field {field.Name} can be set";
        return WhyNot(field.Type) is { } reason && field.Attribute(Names.Immutable) is null
            ? $"in {field.Name}, {reason}"
            : null;
    }

    private string? ExamineProperty(IPropertySymbol property, INamedTypeSymbol owner, bool inSource)
    {
        if (property.IsIndexer || property.Name == "EqualityContract")
            return null;
        if (property.SetMethod is { IsInitOnly: false } && owner.IsReferenceType)
            return $"property {property.Name} can be set";
        // A computed property holds nothing; in another assembly the two cannot be told apart.
        var isStored = !inSource || property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
        return isStored && WhyNot(property.Type) is { } reason && property.Attribute(Names.Immutable) is null
            ? $"in {property.Name}, {reason}"
            : null;
    }

    private string? FirstReason(IEnumerable<ITypeSymbol> types) =>
        types.Select(WhyNot).FirstOrDefault(reason => reason is not null);
}
