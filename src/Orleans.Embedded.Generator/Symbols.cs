using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator;

/// <summary>Questions about symbols.</summary>
internal static class Symbols
{
    public static string FullName(this ISymbol symbol) =>
        symbol.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static bool Is(this ITypeSymbol? type, string name) =>
        type is not null && name.EndsWith(type.Name, StringComparison.Ordinal) && type.NameWithoutArguments() == name;

    public static string NameWithoutArguments(this ITypeSymbol type) => type.ContainingNamespace is null
        ? type.Name
        : $"{type.ContainingNamespace}.{type.Name}";

    public static AttributeData? Attribute(this ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass.Is(name));

    public static bool IsGrainInterface(this INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface
        && !type.IsGenericType
        && type.AllInterfaces.Any(candidate => candidate.Is(Names.Addressable))
        && type.ContainingAssembly.Name != Names.RuntimeAssembly;

    public static bool IsGrainClass(this INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: false }
        && type.AllInterfaces.Any(candidate => candidate.IsGrainInterface());

    /// <summary>The methods a caller of this interface can call, also those of the interfaces it extends.</summary>
    public static IEnumerable<IMethodSymbol> GrainMethods(this INamedTypeSymbol type) =>
        new[] { type }.Concat(type.AllInterfaces)
            .SelectMany(declaring => declaring.GetMembers().OfType<IMethodSymbol>())
            .Where(method => method.MethodKind == MethodKind.Ordinary && !method.IsStatic);

    public static string? AliasOf(this ISymbol symbol) =>
        symbol.Attribute(Names.Alias)?.ConstructorArguments.FirstOrDefault().Value as string;
}
