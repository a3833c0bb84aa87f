using System.Text.Json;
using Profiles.Core.Conditions;

namespace Profiles.Core.Tests.Conditions;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("""{"n":{"$gt":5,"$lt":10}}""", """{"n":"8"}""", true)]
    [InlineData("""{"n":{"$lt":1}}""", "{}", true)]
    [InlineData("""{"n":{"$lt":1,"$exists":true}}""", "{}", false)]
    [InlineData("""{"n":"1e+21"}""", """{"n":1e21}""", true)]
    [InlineData("""{"n":"0.000001"}""", """{"n":0.000001}""", true)]
    [InlineData("""{"n":"1e-7"}""", """{"n":1e-7}""", true)]
    [InlineData("""{"n":"123456789012345680000"}""", """{"n":123456789012345678901}""", true)]
    [InlineData("""{"n":"-1.5"}""", """{"n":-1.50}""", true)]
    [InlineData("""{"n":16}""", """{"n":"0x10"}""", true)]
    [InlineData("""{"n":0}""", """{"n":" "}""", true)]
    [InlineData("""{"n":true}""", """{"n":"no"}""", true)]
    [InlineData("""{"list.1":"b"}""", """{"list":["a","b"]}""", true)]
    [InlineData("""{"list.length":2}""", """{"list":["a","b"]}""", true)]
    [InlineData("""{"o":{"a":1,"b":2}}""", """{"o":{"b":2,"a":1}}""", false)]
    [InlineData("""{"o":{"b":0,"1":1,"0":2}}""", """{"o":{"0":2,"1":1,"b":0}}""", true)]
    [InlineData("""{"o":1,"o":2}""", """{"o":2}""", true)]
    [InlineData("""{"$nor":[]}""", "{}", false)]
    [InlineData("""{"$or":"x"}""", "{}", false)]
    [InlineData("""[1]""", "{}", false)]
    public void Evaluate_WhenTypesMix_FollowsEcmaScript(string condition, string attributes, bool isMet) =>
        Assert.Equal(isMet, Evaluate(condition, attributes));

    [Theory]
    [InlineData(@"^\\d+$", "12", true)]
    [InlineData(@"^\\d+$", "12\\n", false)]
    [InlineData(@"^\\d$", "\u0663", false)]
    [InlineData(@"[\\w-]+@x", "a-b@x", true)]
    [InlineData(@"^[^]$", "\\n", true)]
    [InlineData(@"[]", "a", false)]
    [InlineData(@"^.$", "\\r", false)]
    [InlineData(@"a\\/b", "a/b", true)]
    [InlineData(@"a/b", "a/b", true)]
    [InlineData(@"^\\Ab", "Ab", true)]
    [InlineData(@"(?<year>[0-9]{4})", "in 2024", true)]
    [InlineData(@"(?>a)", "a", false)]
    [InlineData(@"[a-c[]", "[", true)]
    [InlineData(@"(?=a)a", "a", true)]
    [InlineData(@"(a)\\1", "aa", true)]
    public void Regex_WhenWrittenForEcmaScript_MatchesAsThere(string pattern, string text, bool isMatch) =>
        Assert.Equal(isMatch, Evaluate("{\"t\":{\"$regex\":\"" + pattern + "\"}}", "{\"t\":\"" + text + "\"}"));

    [Fact]
    public void Regex_WhenItWouldBacktrackForEver_Ends()
    {
        var text = new string('a', 5000);
        Assert.False(Evaluate("""{"t":{"$regex":"^(a+)+$"}}""", $$"""{"t":"{{text}}!"}"""));
        Assert.False(Evaluate("""{"t":{"$regex":"^(?=a)(a+)+$"}}""", $$"""{"t":"{{text}}!"}"""));
    }

    [Fact]
    public void Groups_WhenListed_AreFoundByTypeAndValue()
    {
        var groups = SavedGroups.Of(Json("""{"vip":["1",2,true],"none":3}"""));
        Assert.True(Evaluate("""{"id":{"$inGroup":"vip"}}""", """{"id":2}""", groups));
        Assert.False(Evaluate("""{"id":{"$inGroup":"vip"}}""", """{"id":1}""", groups));
        Assert.True(Evaluate("""{"id":{"$notInGroup":"none"}}""", """{"id":3}""", groups));
    }

    private static bool Evaluate(string condition, string attributes, SavedGroups? groups = null) =>
        ConditionCompiler.CompileLeniently(Json(condition))
            .IsMetBy(AttributeValue.Of(Json(attributes)), groups ?? SavedGroups.None);

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
