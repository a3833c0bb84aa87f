using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Orleans.Embedded.Generator;

/// <summary>Holds grain interfaces and wire types to what both runtimes need of them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GrainAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.MutableMessage, Rules.MethodShape, Rules.MissingAlias, Rules.MissingId, Rules.OneWayResult,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.IsGrainInterface())
            AnalyzeInterface(context, type);
        if (type.Attribute(Names.GenerateSerializer) is not null)
            AnalyzeWireType(context, type);
    }

    private static void AnalyzeInterface(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (type.AliasOf() is null)
            Report(context, Rules.MissingAlias, type, type.Name);
        var immutability = new Immutability();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>()
            .Where(method => method.MethodKind == MethodKind.Ordinary && !method.IsStatic))
        {
            if (!ReferenceWriter.IsSupported(method, out var result))
            {
                Report(context, Rules.MethodShape, method, method.Name);
                continue;
            }

            if (method.AliasOf() is null)
                Report(context, Rules.MissingAlias, method, method.Name);
            if (result is not null && method.Attribute(Names.OneWay) is not null)
                Report(context, Rules.OneWayResult, method, method.Name);
            AnalyzeMessages(context, immutability, method);
        }
    }

    private static void AnalyzeMessages(
        SymbolAnalysisContext context, Immutability immutability, IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Attribute(Names.Immutable) is null && immutability.WhyNot(parameter.Type) is { } reason)
            {
                Report(
                    context, Rules.MutableMessage, parameter,
                    $"parameter {parameter.Name}", method.Name, parameter.Type, reason);
            }
        }

        if (method.ReturnType is INamedTypeSymbol { TypeArguments.Length: 1 } task
            && task.TypeArguments[0] is var result
            && method.GetReturnTypeAttributes().All(attribute => !attribute.AttributeClass.Is(Names.Immutable))
            && immutability.WhyNot(result) is { } cause)
            Report(context, Rules.MutableMessage, method, "the result", method.Name, result, cause);
    }

    private static void AnalyzeWireType(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (type.AliasOf() is null)
            Report(context, Rules.MissingAlias, type, type.Name);
        if (type.TypeKind == TypeKind.Enum)
            return;
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic))
        {
            var member = field.AssociatedSymbol ?? field;
            // The parameters of a record's primary constructor are numbered by their order.
            var isParameter = type.IsRecord && type.InstanceConstructors.Any(
                constructor => constructor.Parameters.Any(p => p.Name == member.Name));
            if (!isParameter && member.Attribute(Names.Id) is null)
                Report(context, Rules.MissingId, member, $"{type.Name}.{member.Name}");
        }
    }

    private static void Report(
        SymbolAnalysisContext context, DiagnosticDescriptor rule, ISymbol symbol, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, symbol.Locations.FirstOrDefault(), arguments));
}
