using System.Text.RegularExpressions;

namespace Profiles.Architecture.Tests;

/// <summary>What is committed works anywhere: it names neither a machine nor a package source.</summary>
public sealed partial class CommittedTextTests
{
    [Fact]
    public void TextFiles_WhenCommitted_NameNoMachinePath() => Repository.AssertNone(
        Matches(MachinePath()), "Paths of one machine");

    [Fact]
    public void TextFiles_WhenCommitted_NameNoPackageRegistry() => Repository.AssertNone(
        Matches(RegistryHost()), "Host names of package registries");

    private static IEnumerable<string> Matches(Regex pattern) => Repository.TextFiles
        .SelectMany(file => Repository.Read(file).Split('\n')
            .Select((line, index) => (Match: pattern.Match(line), Number: index + 1))
            .Where(line => line.Match.Success)
            .Select(line => $"{file}:{line.Number}: {line.Match.Value}"));

    // An absolute path into someone's home or checkout; a path within a URL or below another folder is none.
    [GeneratedRegex(@"(?<![\w.})])/(?:work|home|root|Users)/\w+|\b[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(
        @"\b(?:artifactory|nexus|jfrog|registry|packages|pkgs|proxy|api)\.(?:[\w-]+\.)*"
        + @"(?:nuget|npmjs|visualstudio|azure|yarnpkg|pypi|golang|jfrog)\.(?:org|com|io)\b"
        + @"|""resolved"": ""https?://|\b(?:artifactory|nexus)\.[\w.-]+",
        RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();
}
