using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Orleans.Embedded.Generator.Tests;

/// <summary>Compiles a text with the generator and the analyzer.</summary>
internal static class Compiling
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Threading;
        using System.Threading.Tasks;
        using Orleans;
        using Orleans.Concurrency;
        namespace Test;

        """;

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpCompilation Compilation(string source, string name = "Test") => CSharpCompilation.Create(
        name,
        [CSharpSyntaxTree.ParseText(Usings + source)],
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The ids and messages of what the analyzer reports, but for missing aliases.</summary>
    public static async Task<string[]> AnalyzeAsync(string source, bool aliases = false)
    {
        var compilation = Compilation(source);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var diagnostics = await compilation.WithAnalyzers([new GrainAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.Where(d => aliases || d.Id != "EMB003").OrderBy(d => d.Location.SourceSpan.Start)
            .Select(d => $"{d.Id} {d.GetMessage(null)}")];
    }

    /// <summary>What the generator adds; fails when the result does not compile.</summary>
    public static ImmutableArray<SyntaxTree> Generate(string source)
    {
        var driver = CSharpGeneratorDriver.Create(new GrainReferenceGenerator());
        driver.RunGeneratorsAndUpdateCompilation(Compilation(source), out var result, out var problems);
        Assert.Empty(problems);
        Assert.Empty(result.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return [.. result.SyntaxTrees.Skip(1)];
    }
}
