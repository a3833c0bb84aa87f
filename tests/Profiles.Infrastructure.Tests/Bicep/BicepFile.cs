using System.Collections.Immutable;
using System.Text.Json;

namespace Profiles.Infrastructure.Tests.Bicep;

/// <summary>What a file of Bicep declares and uses, as Tools/bicep.mjs reads it.</summary>
internal sealed record BicepFile(
    string Path,
    ImmutableArray<string> Faults,
    ImmutableArray<BicepParameter> Params,
    ImmutableArray<string> Variables,
    ImmutableArray<BicepOutput> Outputs,
    ImmutableArray<BicepModule> Modules,
    ImmutableArray<BicepResource> Resources,
    ImmutableArray<string> Loops,
    ImmutableArray<string> Uses,
    ImmutableArray<BicepOutputUse> OutputsUsed,
    ImmutableArray<string> Functions,
    string? Using,
    ImmutableDictionary<string, JsonElement> Values)
{
    private static readonly Lazy<ImmutableArray<BicepFile>> Known = new(Read);

    /// <summary>Every file; the test is skipped where the grammar cannot be had.</summary>
    public static ImmutableArray<BicepFile> All => Known.Value;

    /// <summary>The templates.</summary>
    public static IEnumerable<BicepFile> Templates => All.Where(file => file.Using is null);

    /// <summary>The files of parameters, one a size.</summary>
    public static IEnumerable<BicepFile> Sizes => All.Where(file => file.Using is not null);

    public static BicepFile Main => All.Single(file => file.Name == "main.bicep");

    public string Name => System.IO.Path.GetFileName(Path);

    public string Text => File.ReadAllText(Path);

    /// <summary>What its declarations are called.</summary>
    public IEnumerable<string> Declared => Params.Select(parameter => parameter.Name).Concat(Variables)
        .Concat(Modules.Select(module => module.Symbol)).Concat(Resources.Select(resource => resource.Symbol))
        .Concat(Loops);

    /// <summary>The file that a path in this one means.</summary>
    public BicepFile? Sibling(string path)
    {
        var full = System.IO.Path.GetFullPath(path, System.IO.Path.GetDirectoryName(Path)!);
        return All.SingleOrDefault(file => file.Path == full);
    }

    private static ImmutableArray<BicepFile> Read()
    {
        var paths = Directory.EnumerateFiles(Repository.PathOf("bicep"), "*.bicep*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).ToList();
        var answer = NodeTools.Run("bicep.mjs", JsonSerializer.Serialize(paths));
        return answer["files"].Deserialize<ImmutableArray<BicepFile>>(JsonSerializerOptions.Web);
    }
}
