using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Tests.Experiments;

/// <summary>The cases that every SDK of GrowthBook is held to, from their repository.</summary>
internal static class GrowthBookCases
{
    private static readonly Lazy<JsonElement?> All = new(Load);

    public static bool AreThere => All.Value is not null;

    /// <summary>The places and names of a section's cases; none where the file is not on this machine.</summary>
    public static TheoryData<int, string> Of(string section)
    {
        var data = new TheoryData<int, string>();
        if (All.Value is not { } all) return data;
        var index = 0;
        foreach (var item in all.GetProperty(section).EnumerateArray()) data.Add(index++, $"{item[0]}");
        return data;
    }

    public static JsonElement Get(string section, int index) => All.Value!.Value.GetProperty(section)[index];

    public static int Count(string section) => All.Value!.Value.GetProperty(section).GetArrayLength();

    /// <summary>The context of a case.</summary>
    public static FlagContext ContextOf(JsonElement json)
    {
        var attributes = json.TryGetProperty("attributes", out var some) ? some : default;
        return new FlagContext(AttributeValue.Of(attributes))
        {
            Url = json.TryGetProperty("url", out var url) ? url.GetString() : null,
            IsDisabled = json.TryGetProperty("enabled", out var enabled) && !enabled.GetBoolean(),
            IsQualityAssurance = json.TryGetProperty("qaMode", out var qa) && qa.GetBoolean(),
            ForcedVariants = json.TryGetProperty("forcedVariations", out var forced)
                ? forced.EnumerateObject().ToDictionary(of => of.Name, of => of.Value.GetInt32()) : null,
        };
    }

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory)) write(writer);
        return System.Text.Encoding.UTF8.GetString(memory.ToArray());
    }

    public static void AssertSame(JsonElement expected, string actual)
    {
        using var document = JsonDocument.Parse(actual);
        Assert.True(JsonElement.DeepEquals(expected, document.RootElement), $"expected {expected}\nactual   {actual}");
    }

    private static JsonElement? Load()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "growthbook", "cases.json");
            if (!File.Exists(file)) continue;
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement.Clone();
        }

        return null;
    }
}
