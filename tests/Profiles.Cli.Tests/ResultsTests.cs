using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Profiles.Cli.Tests;

public sealed class ResultsTests : IDisposable
{
    private const int Users = 2_000;

    private readonly TemporaryFolder _folder = new();

    private static string Until => "until=" + Uri.EscapeDataString(
        DateTimeOffset.UtcNow.AddMinutes(1).ToString("O", CultureInfo.InvariantCulture));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Results_WhenATreatmentDoublesAMetric_FindItAndTrustTheSplit()
    {
        await using var server = await RunningServer.StartAsync(Path.Combine(_folder.Path, "data"));
        await SendAsync(
            server, HttpMethod.Put, "v1/metrics/completes",
            """{"kind":"mean","numerator":{"eventTypes":["complete"],"aggregation":"count"}}""");
        await SendAsync(
            server, HttpMethod.Put, "v1/experiments/rows",
            """
            {"state":"running","primaryMetric":"completes",
             "variants":[{"key":"few","weight":0.5,"parameters":{"serving.exploration":0}},
                         {"key":"many","weight":0.5,"parameters":{"serving.exploration":0.2}}]}
            """);
        var variants = new string?[Users];
        for (var user = 0; user < Users; user++)
        {
            // The slate itself is the exposure.
            using var slate = await SendAsync(server, HttpMethod.Get, $"v1/profiles/u{user}/next", null);
            variants[user] = slate.RootElement.GetProperty("assignments")[0].GetProperty("variant").GetString();
        }

        var events = new StringBuilder();
        var at = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        for (var user = 0; user < Users; user++)
        {
            var completes = (user % 3) + (variants[user] == "many" ? 2 : 0);
            for (var i = 0; i < completes; i++)
                events.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"e{user}-{i}\",\"userId\":\"u{user}\",")
                    .Append(CultureInfo.InvariantCulture, $"\"type\":\"complete\",\"contentId\":\"c{i}\",")
                    .Append(CultureInfo.InvariantCulture, $"\"occurredAt\":\"{at}\"}}\n");
        }

        using var posted = await server.Client.PostAsync(
            "v1/events", new StringContent(events.ToString(), Encoding.UTF8, "application/x-ndjson"));
        Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        using var results = await ResultsAsync(server);

        var root = results.RootElement;
        var (few, many) = (root.GetProperty("variants")[0], root.GetProperty("variants")[1]);
        Assert.True(root.GetProperty("trustworthy").GetBoolean());
        Assert.Equal(Users, few.GetProperty("units").GetInt32() + many.GetProperty("units").GetInt32());
        Assert.Equal("clearWinner", many.GetProperty("verdict").GetString());
        var metric = many.GetProperty("metrics")[0];
        Assert.Equal(3, metric.GetProperty("value").GetDouble(), 0.1);
        Assert.InRange(2, metric.GetProperty("lift").GetProperty("low").GetDouble(),
            metric.GetProperty("lift").GetProperty("high").GetDouble());

        await AssertDaysAndSegmentsAsync(server, many);
        var shown = await CommandRun.OfAsync("experiments", "results", "rows", "--url", server.Url);
        Assert.Contains("clearWinner", shown.Out, StringComparison.Ordinal);
    }

    private static async Task AssertDaysAndSegmentsAsync(RunningServer server, JsonElement many)
    {
        var metric = many.GetProperty("metrics")[0];
        using var daily = await SendAsync(server, HttpMethod.Get, $"v1/experiments/rows/results/daily?{Until}", null);
        var today = daily.RootElement.GetProperty("days").EnumerateArray().Last().GetProperty("variants")[1];
        Assert.Equal(many.GetProperty("units").GetInt32(), today.GetProperty("units").GetInt32());
        Assert.Equal(metric.GetProperty("value").GetDouble(), today.GetProperty("value").GetDouble(), 1e-9);
        var (any, lift) = (today.GetProperty("lift").GetProperty("any"), metric.GetProperty("lift"));
        Assert.Equal(lift.GetProperty("low").GetDouble(), any.GetProperty("low").GetDouble(), 1e-9);
        Assert.InRange(
            today.GetProperty("lift").GetProperty("fixed").GetProperty("low").GetDouble(),
            any.GetProperty("low").GetDouble(), lift.GetProperty("estimate").GetDouble());

        using var bySegment = await SendAsync(
            server, HttpMethod.Get, $"v1/experiments/rows/results?dimension=device&{Until}", null);
        var segment = Assert.Single(bySegment.RootElement.GetProperty("segments").EnumerateArray());
        Assert.Equal("", segment.GetProperty("value").GetString());
        Assert.Equal(
            many.GetProperty("verdict").GetString(),
            segment.GetProperty("variants")[1].GetProperty("verdict").GetString());
        foreach (var query in (string[])["results?dimension=a%22b", "results/daily?metric=none"])
        {
            using var refused = await server.Client.GetAsync(
                $"v1/experiments/rows/{query}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    // The tables follow the log within moments; each unit's last event is what the sums wait for.
    private static async Task<JsonDocument> ResultsAsync(RunningServer server)
    {
        for (var attempt = 0; ; attempt++)
        {
            var results = await SendAsync(
                server, HttpMethod.Get, $"v1/experiments/rows/results?{Until}", null);
            var units = results.RootElement.GetProperty("variants").EnumerateArray()
                .Sum(variant => variant.GetProperty("units").GetInt32());
            var values = results.RootElement.GetProperty("variants").EnumerateArray()
                .Select(variant => variant.GetProperty("metrics")[0].GetProperty("value"));
            if (units == Users
                && values.All(value => value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0.95))
                return results;
            Assert.True(attempt < 400, results.RootElement.ToString());
            results.Dispose();
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<JsonDocument> SendAsync(
        RunningServer server, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text);
    }
}
