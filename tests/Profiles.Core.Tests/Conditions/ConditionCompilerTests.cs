using System.Text.Json;
using Profiles.Core.Conditions;

namespace Profiles.Core.Tests.Conditions;

public sealed class ConditionCompilerTests
{
    private static readonly AttributeSchema Schema = new(
    [
        new AttributeDeclaration("counters.plays", AttributeType.Number, "Plays."),
        new AttributeDeclaration("country", AttributeType.Text, "Country."),
        new AttributeDeclaration("isNew", AttributeType.Truth, "New."),
        new AttributeDeclaration("lastEventAt", AttributeType.Time, "Last."),
        new AttributeDeclaration("genres", AttributeType.Texts, "Genres."),
        new AttributeDeclaration("affinities.genres", AttributeType.Numbers, "Weights."),
        new AttributeDeclaration("recent", AttributeType.Records, "Recent.")
        {
            Members =
            [
                new AttributeDeclaration("contentId", AttributeType.Text, "Content."),
                new AttributeDeclaration("at", AttributeType.Time, "When."),
            ],
        },
    ]);

    [Theory]
    [InlineData("""{"counters.play":{"$gt":1}}""", "/counters.play", "'counters.plays'")]
    [InlineData("""{"counters.plays":{"$gtt":1}}""", "/counters.plays/$gtt", "'$gt'")]
    [InlineData("""{"counters.plays":{"$gt":"many"}}""", "/counters.plays/$gt", "number")]
    [InlineData("""{"counters.plays":"5"}""", "/counters.plays", "number")]
    [InlineData("""{"counters.plays":{"$regex":"5"}}""", "/counters.plays/$regex", "number")]
    [InlineData("""{"country":{"$in":"GB"}}""", "/country/$in", "list")]
    [InlineData("""{"country":{"$in":["GB",1]}}""", "/country/$in/1", "text")]
    [InlineData("""{"country":{"$in":[]}}""", "/country/$in", "1 to")]
    [InlineData("""{"country":{"$regex":"(a"}}""", "/country/$regex", "regular expression")]
    [InlineData("""{"country":{"$regex":"(?=a)"}}""", "/country/$regex", "look-around")]
    [InlineData("""{"country":{"$inGroup":"x"}}""", "/country/$inGroup", "no saved groups")]
    [InlineData("""{"isNew":{"$exists":1}}""", "/isNew/$exists", "true or false")]
    [InlineData("""{"lastEventAt":{"$gt":"yesterday"}}""", "/lastEventAt/$gt", "RFC 3339")]
    [InlineData("""{"genres":{"$gt":1}}""", "/genres/$gt", "list of texts")]
    [InlineData("""{"genres.x":"Drama"}""", "/genres.x", "$elemMatch")]
    [InlineData("""{"affinities.genres":{"$gt":1}}""", "/affinities.genres/$gt", "NAME.KEY")]
    [InlineData("""{"recent":{"$elemMatch":{"contentID":"x"}}}""", "/recent/$elemMatch/contentID", "'contentId'")]
    [InlineData("""{"country":{"$eq":"a","b":1}}""", "/country", "nothing beside")]
    [InlineData("""{"$andd":[]}""", "/$andd", "'$and'")]
    [InlineData("""{"$gt":5}""", "/$gt", "tests an attribute")]
    [InlineData("""{"$or":[]}""", "/$or", "at least one")]
    [InlineData("""{"country":"a","country":"b"}""", "/country", "once")]
    [InlineData("""{"a/b~c":1}""", "/a~1b~0c", "no attribute")]
    [InlineData("5", "", "object")]
    public void Compile_WhenSomethingIsWrong_NamesPathValueAndRemedy(string json, string path, string remedy)
    {
        var errors = Errors(json, out var condition);
        Assert.Null(condition);
        var error = Assert.Single(errors);
        Assert.Equal("/when" + path, error.Path);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.NotEmpty(error.Value);
    }

    [Fact]
    public void Compile_WhenMuchIsWrong_ListsItAll()
    {
        var errors = Errors(
            """{"$or":[{"counters.plays":"x"},{"nowhere.at.all":1}],"country":{"$gtt":1,"$in":3}}""", out _);
        Assert.Equal(
            ["/when/$or/0/counters.plays", "/when/$or/1/nowhere.at.all", "/when/country/$gtt", "/when/country/$in"],
            errors.Select(error => error.Path));
    }

    [Fact]
    public void Compile_WhenTooDeepOrTooLarge_Refuses()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"$not\":", 20)) + "{}" + new string('}', 20);
        Assert.Contains("levels", Assert.Single(Errors(deep, out _)).Remedy, StringComparison.Ordinal);

        var tests = string.Join(',', Enumerable.Repeat("{\"isNew\":true}", ConditionBounds.MaxTests));
        var errors = Errors($$"""{"$and":[{{tests}}]}""", out _);
        Assert.Contains("tests", Assert.Single(errors).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"lastEventAt":{"$gte":"1970-01-01T00:00:01Z"}}""", true)]
    [InlineData("""{"lastEventAt":{"$gt":"1970-01-01T01:00:01+01:00"}}""", false)]
    [InlineData("""{"affinities.genres.Sci.Fi":{"$gte":2}}""", true)]
    [InlineData("""{"genres.0":"Drama"}""", true)]
    [InlineData("""{"genres":{"$all":["Sci.Fi","Drama"]}}""", true)]
    [InlineData("""{"genres":{"$alli":["drama"]}}""", true)]
    [InlineData("""{"genres":{"$size":{"$gt":2}}}""", false)]
    [InlineData("""{"country":null}""", true)]
    [InlineData("{}", true)]
    public void Compile_WhenAllIsWell_MeansWhatItSays(string json, bool isMet)
    {
        Assert.Empty(Errors(json, out var condition));
        Assert.Equal(isMet, condition!.IsMetBy(new Fixed()));
    }

    private static List<ConditionError> Errors(string json, out Condition? condition)
    {
        using var document = JsonDocument.Parse(json);
        var errors = new List<ConditionError>();
        condition = ConditionCompiler.Compile(document.RootElement, "/when", Schema, errors);
        return errors;
    }

    private sealed class Fixed : IAttributes
    {
        public AttributeValue Find(string name) => name switch
        {
            "lastEventAt" => new AttributeValue.Number(1000),
            "genres" => new AttributeValue.Many([new AttributeValue.Text("Drama"), new AttributeValue.Text("Sci.Fi")]),
            "affinities.genres" => AttributeValue.Map.Of([new("Sci.Fi", new AttributeValue.Number(2))]),
            _ => AttributeValue.Null,
        };
    }
}
