using System.Text.Json;
using System.Text.RegularExpressions;

namespace Profiles.Infrastructure.Tests.Bicep;

/// <summary>
/// What can be known of the templates without Azure: their syntax by a grammar, and that what one names exists.
/// </summary>
public sealed partial class TemplateTests
{
    // There is no other version of it that is not a preview and still served.
    private const string Previewed = "Microsoft.Insights/diagnosticSettings";

    [Fact]
    public void Files_WhenParsed_AreBicep() =>
        Repository.AssertNone(BicepFile.All.SelectMany(file => file.Faults), "What the grammar does not know");

    [Fact]
    public void Names_WhenUsed_AreDeclared() => Repository.AssertNone(
        BicepFile.Templates.SelectMany(file => file.Uses.Except(file.Declared).Select(name => $"{file.Name}: {name}")),
        "Names that nothing declares");

    [Fact]
    public void Parameters_WhenDeclared_AreDescribedAndUsed()
    {
        Repository.AssertNone(
            BicepFile.Templates.SelectMany(file => file.Params.Where(parameter => !parameter.IsDescribed)
                .Select(parameter => $"{file.Name}: {parameter.Name}")
                .Concat(file.Outputs.Where(output => !output.IsDescribed)
                    .Select(output => $"{file.Name}: {output.Name}"))),
            "Parameters and outputs without a description");
        Repository.AssertNone(
            BicepFile.Templates.SelectMany(file => file.Params.Select(parameter => parameter.Name)
                .Concat(file.Variables).Except(file.Uses).Select(name => $"{file.Name}: {name}")),
            "Parameters and variables that nothing uses");
        Repository.AssertNone(
            BicepFile.Templates.SelectMany(file => file.Params
                .Where(parameter => parameter.Value is { ValueKind: not JsonValueKind.Null })
                .Select(parameter => parameter.Fault(parameter.Value!.Value)).OfType<string>()),
            "Defaults that are out of range");
    }

    [Fact]
    public void Modules_WhenUsed_AreGivenWhatTheyWant()
    {
        Repository.AssertNone(
            BicepFile.Templates.SelectMany(file => file.Modules.SelectMany(module => Faults(file, module))),
            "Modules that are not given what they want");
        var used = BicepFile.Templates.SelectMany(file => file.Modules.Select(module => file.Sibling(module.Path)));
        Repository.AssertNone(
            BicepFile.Templates.Except(used).Select(file => file!.Name).Except(["main.bicep"]), "Unused modules");
    }

    [Fact]
    public void Outputs_WhenUsed_AreOfTheirModule() => Repository.AssertNone(
        BicepFile.Templates.SelectMany(file => file.OutputsUsed
            .Where(use => file.Modules.SingleOrDefault(module => module.Symbol == use.Module) is not { } module
                || file.Sibling(module.Path)?.Outputs.Any(output => output.Name == use.Output) != true)
            .Select(use => $"{file.Name}: {use.Module}.outputs.{use.Output}")),
        "Outputs that do not exist");

    [Fact]
    public void Types_WhenNamed_HaveAVersionThatIsServed() => Repository.AssertNone(
        BicepFile.Templates.SelectMany(file => file.Resources)
            .Where(resource => !ResourceType().IsMatch(resource.Type)
                && !(resource.Type.StartsWith(Previewed, StringComparison.Ordinal)
                    && resource.Type.EndsWith("-preview", StringComparison.Ordinal)))
            .Select(resource => resource.Type),
        "Types without a version of the form yyyy-mm-dd");

    [Fact]
    public void Resources_WhenOfOneType_AreOfOneVersion() => Repository.AssertNone(
        BicepFile.Templates.SelectMany(file => file.Resources)
            .GroupBy(resource => resource.Type.Split('@')[0])
            .Where(type => type.Select(resource => resource.Type).Distinct().Count() > 1)
            .Select(type => type.Key),
        "Types in several versions");

    /// <summary>Run when it is asked for: no package source that the tests install from has the compiler.</summary>
    [Fact(Explicit = true)]
    public void Compiler_WhenThereIsOne_TakesTemplatesAndParameters()
    {
        var main = BicepFile.Main.Path;
        var run = ToolRun.Of("bicep", Repository.Root, "", "build", main, "--stdout");
        Assert.SkipWhen(run is null, "The compiler bicep is not on this machine.");
        Assert.True(run.ExitCode == 0, run.Errors);
        foreach (var size in BicepFile.Sizes)
        {
            var built = ToolRun.Of("bicep", Repository.Root, "", "build-params", size.Path, "--stdout")!;
            Assert.True(
                built.ExitCode == 0 || built.Errors.Contains("PROFILES_", StringComparison.Ordinal), built.Errors);
        }
    }

    private static IEnumerable<string> Faults(BicepFile file, BicepModule module)
    {
        if (file.Sibling(module.Path) is not { } target)
        {
            yield return $"{file.Name}: {module.Path} does not exist";
            yield break;
        }

        foreach (var given in module.Given.Except(target.Params.Select(parameter => parameter.Name)))
            yield return $"{file.Name}: {module.Symbol} has no parameter {given}";
        foreach (var parameter in target.Params)
        {
            if (!parameter.HasDefault && !module.Given.Contains(parameter.Name))
                yield return $"{file.Name}: {module.Symbol} is not given {parameter.Name}";
        }
    }

    [GeneratedRegex(@"^Microsoft\.\w+(?:/\w+)+@20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$")]
    private static partial Regex ResourceType();
}
