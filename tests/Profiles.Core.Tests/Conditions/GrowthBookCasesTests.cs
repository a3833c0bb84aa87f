using System.Text.Json;
using Profiles.Core.Conditions;

namespace Profiles.Core.Tests.Conditions;

/// <summary>The cases that every SDK of GrowthBook is held to, from their repository.</summary>
public sealed class GrowthBookCasesTests
{
    private const int CaseCount = 248;

    private static readonly string? Cases = FindCases();

    [Fact]
    public void EvalCondition_WhenGivenTheCasesOfTheSdks_AnswersThemAll()
    {
        Assert.SkipWhen(Cases is null, "../shared/data/growthbook/cases.json is not on this machine.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Cases));
        var failures = new List<string>();
        var count = 0;
        foreach (var item in document.RootElement.GetProperty("evalCondition").EnumerateArray())
        {
            count++;
            var groups = item.GetArrayLength() > 4 ? SavedGroups.Of(item[4]) : SavedGroups.None;
            var condition = ConditionCompiler.CompileLeniently(item[1]);
            if (condition.IsMetBy(AttributeValue.Of(item[2]), groups) != item[3].GetBoolean())
                failures.Add(item.GetRawText());
        }

        Assert.Empty(failures);
        Assert.Equal(CaseCount, count);
    }

    private static string? FindCases()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "growthbook", "cases.json");
            if (File.Exists(file)) return file;
        }

        return null;
    }
}
