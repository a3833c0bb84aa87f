using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Profiles.Architecture.Tests;

/// <summary>The measurable part of the house style, on every C# file of the repository.</summary>
public sealed class SourceStyleTests
{
    private const int MaxColumns = 120;
    private const int MaxMethodLines = 70;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview);

    [Fact]
    public void Lines_WhenWritten_StayWithin120Columns() => Repository.AssertNone(
        Repository.CSharpFiles.SelectMany(file => Repository.Read(file).Split('\n')
            .Select((line, index) => (Length: line.TrimEnd('\r').Length, Number: index + 1))
            .Where(line => line.Length > MaxColumns)
            .Select(line => $"{file}:{line.Number}: {line.Length} columns")),
        $"Lines of more than {MaxColumns} columns");

    [Fact]
    public void Namespaces_WhenDeclared_AreFileScoped() => Repository.AssertNone(
        Trees().Where(tree => HasBlockNamespace(tree.Root) || HasTypeOutsideNamespace(tree.Root))
            .Select(tree => tree.File),
        "Files whose types are not in one file-scoped namespace");

    [Fact]
    public void PublicTypes_WhenDeclared_AreAloneInTheFileOfTheirName() => Repository.AssertNone(
        Trees().SelectMany(tree => MisplacedTypes(tree.File, tree.Root)),
        "Public types that are not the only one of their file, or not named as it");

    [Fact]
    public void Methods_WhenWritten_StayWithin70Lines() => Repository.AssertNone(
        Trees().SelectMany(tree => LongMembers(tree.File, tree.Root)),
        $"Methods of more than {MaxMethodLines} lines");

    [Fact]
    public void Regions_WhenTempting_AreAbsent() => Repository.AssertNone(
        Trees().SelectMany(tree => tree.Root.DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
            .Select(trivia => $"{tree.File}:{Line(trivia.GetLocation())}")),
        "Regions");

    private static IEnumerable<(string File, CompilationUnitSyntax Root)> Trees() => Repository.CSharpFiles
        .Select(file => (file, CSharpSyntaxTree.ParseText(Repository.Read(file), Parsing).GetCompilationUnitRoot()));

    private static bool HasBlockNamespace(CompilationUnitSyntax root) =>
        root.DescendantNodes().OfType<NamespaceDeclarationSyntax>().Any();

    // The entry point of a program may be top-level statements; its partial Program class then has no namespace either.
    private static bool HasTypeOutsideNamespace(CompilationUnitSyntax root) =>
        !root.Members.OfType<GlobalStatementSyntax>().Any()
        && root.Members.Any(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static IEnumerable<string> MisplacedTypes(string file, CompilationUnitSyntax root)
    {
        var expected = Path.GetFileName(file).Split('.')[0];
        var names = TopLevelTypes(root).Where(IsPublic).Select(NameOf).Distinct().ToList();
        if (names.Count > 1) yield return $"{file}: {string.Join(", ", names)}";
        if (names.Count == 1 && names[0] != expected) yield return $"{file}: {names[0]}";
    }

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(CompilationUnitSyntax root) => root
        .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static bool IsPublic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.PublicKeyword);

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => throw new ArgumentOutOfRangeException(nameof(member)),
    };

    private static IEnumerable<string> LongMembers(string file, CompilationUnitSyntax root)
    {
        var members = root.DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax
                or AccessorDeclarationSyntax or LocalFunctionStatementSyntax)
            .Select(node => (Start: Line(node.GetLocation()), Lines: LinesOf(node)));
        var statements = root.Members.OfType<GlobalStatementSyntax>().ToList();
        if (statements.Count > 0)
            members = members.Append((Line(statements[0].GetLocation()), statements.Sum(LinesOf)));

        return members.Where(member => member.Lines > MaxMethodLines)
            .Select(member => $"{file}:{member.Start}: {member.Lines} lines");
    }

    private static int LinesOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static int Line(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;
}
