using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Profiles.Cli.Tests;

public sealed class QueryTests
{
    private const string Sql = "select unit, type, content_id from outcomes order by content_id";

    private const string Events =
        """
        {"id":"e1","userId":"ann","contentId":"m1","type":"play","occurredAt":"2026-01-01T20:00:00Z"}
        {"id":"e2","userId":"ann","contentId":"m2","type":"like","occurredAt":"2026-01-01T21:00:00Z"}

        """;

    [Fact]
    public async Task Query_WhenTheFolderIsAtRest_CatchesUpAndAnswers()
    {
        using var folder = new TemporaryFolder();
        var import = await CommandRun.OfAsync(
            "import", "events", folder.Write("events.ndjson", Events), "--data", folder.Data);
        Assert.Equal(0, import.ExitCode);

        var run = await CommandRun.OfAsync("query", Sql, "--format", "csv", "--data", folder.Data);

        Assert.Equal((0, "unit,type,content_id\r\nann,play,m1\r\nann,like,m2\r\n"), (run.ExitCode, run.Out));
        var refused = await CommandRun.OfAsync("query", "select * form outcomes", "--data", folder.Data);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("profiles: query_syntax: ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_WhenTheServerRuns_IsAnsweredByItAndBesideIt()
    {
        using var folder = new TemporaryFolder();
        await CommandRun.OfAsync("import", "events", folder.Write("events.ndjson", Events), "--data", folder.Data);
        await CommandRun.OfAsync("query", Sql, "--data", folder.Data);
        await using var server = await RunningServer.StartAsync(folder.Data);

        var byServer = await CommandRun.OfAsync("query", Sql, "--url", server.Url);
        var besideIt = await CommandRun.OfAsync("query", Sql, "--data", folder.Data);
        Assert.Equal(0, byServer.ExitCode);
        Assert.EndsWith("(2 rows)\n", byServer.Out, StringComparison.Ordinal);
        Assert.Equal(byServer.Out, besideIt.Out);

        using var schema = JsonDocument.Parse(await server.Client.GetStringAsync("v1/query/schema"));
        Assert.Equal("exposures", schema.RootElement.GetProperty("views")[0].GetProperty("name").GetString());
        using var json = await server.Client.PostAsJsonAsync(
            "v1/query",
            new { sql = "select count(*) n from outcomes where unit = $1", parameters = (string[])["ann"] });
        using var answer = JsonDocument.Parse(await json.Content.ReadAsStringAsync());
        Assert.Equal("[[2]]", answer.RootElement.GetProperty("rows").GetRawText());
        using var writes = await server.Client.PostAsJsonAsync("v1/query", new { sql = "drop view outcomes" });
        using var problem = JsonDocument.Parse(await writes.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, writes.StatusCode);
        Assert.Equal("query_writes", problem.RootElement.GetProperty("code").GetString());
    }
}
