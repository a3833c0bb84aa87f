using System.Text;
using System.Text.RegularExpressions;
using Profiles.Analytics.Queries;
using Profiles.Analytics.Schema;
using Profiles.Core.Events;
using static Profiles.Analytics.Tests.SomeRecords;

namespace Profiles.Analytics.Tests;

/// <summary>docs/analytics.md says what is.</summary>
public sealed partial class DocumentationTests(PostgresServer server)
{
    private static readonly string Page = File.ReadAllText(PathOf("docs/analytics.md"));

    public static TheoryData<int> Queries => [.. Enumerable.Range(0, QueryTexts.Length)];

    private static string[] QueryTexts => [.. Sql().Matches(Page).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Page_WhenViewsAreDeclared_ListsThem()
    {
        var between = Page[(Page.IndexOf("<!-- views -->", StringComparison.Ordinal) + "<!-- views -->".Length)..];
        between = between[..between.IndexOf("<!-- /views -->", StringComparison.Ordinal)];
        Assert.Equal(Describe(), between.Trim('\n'));
    }

    [Fact]
    public void Page_WhenItOffersQueries_OffersTen() => Assert.Equal(10, QueryTexts.Length);

    [Theory]
    [MemberData(nameof(Queries))]
    public Task Query_WhenRunOnSqlite_AnswersRows(int index) => RunAsync(new SqliteTestStore(), QueryTexts[index]);

    [Theory]
    [MemberData(nameof(Queries))]
    public Task Query_WhenRunOnPostgres_AnswersRows(int index) =>
        RunAsync(new PostgresTestStore(server), QueryTexts[index]);

    private static async Task RunAsync(TestStore test, string sql)
    {
        await using (test)
        {
            await using var store = await test.OpenAsync();
            var (ann, bob) = (User("ann"), User("bob"));
            await store.WriteAsync(
                Run(
                    0, 0, Exposed(ann, "blue", Start), Exposed(bob, "red", Start), Exposed(bob, "blue", Start),
                    Exposed(ann, "new", Start, "homepage"), Happened(ann, "e1", ViewingEventType.Play, Start + 1),
                    Happened(ann, "e2", ViewingEventType.Complete, Start + 2, duration: 60)),
                TestContext.Current.CancellationToken);
            await using var run = await test.Query(new QueryLimits()).StartAsync(
                new QueryText(sql, []), null, TestContext.Current.CancellationToken);
            var rows = 0;
            await foreach (var row in run.ReadAsync(TestContext.Current.CancellationToken)) rows++;
            Assert.NotEqual(0, rows);
        }
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var view in AnalyticsViews.All)
        {
            text.Append($"\n**{view.Name}**: {view.Meaning}\n\n| column | type | meaning |\n|---|---|---|\n");
            foreach (var column in view.Columns)
                text.Append($"| {column.Name} | {column.Type.ToString().ToLowerInvariant()} | {column.Meaning} |\n");
        }

        return text.ToString().Trim('\n');
    }

    private static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Profiles.sln"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, file);
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sql();
}
