using System.Net;
using System.Text.Json;
using Profiles.Contracts;
using Profiles.Core.Units;

namespace Profiles.Api.Tests;

public sealed class ExperimentPreviewTests
{
    private const string Json = "application/json";
    private const int Users = 200;

    private const string Draft =
        """
        {"key":"rows","coverage":0.5,"condition":{"userId":{"$regex":"^user-"}},"holdouts":["year"],
         "schedule":{"startAt":"2100-01-01T00:00:00Z"},"forced":[{"variant":"many","unitIds":["user-7"]}],
         "variants":[{"key":"control","weight":0.5},{"key":"many","weight":0.5}]}
        """;

    [Fact]
    public async Task Preview_WhenSomeAreTargeted_SaysHowManyAndWhoAndChangesNothing()
    {
        await using var api = await StartAsync();
        using var previewed = await api.PostAsync("/v1/experiments/preview", Draft, Json);

        var answer = await ApiFixture.JsonAsync(previewed);
        Assert.True(answer.GetProperty("valid").GetBoolean(), answer.ToString());
        var preview = answer.GetProperty("preview");
        Assert.Equal(Users + 1, preview.GetProperty("units").GetInt32());
        var reasons = CountsOf(preview.GetProperty("reasons"), "reason");
        Assert.Equal(
            ["assigned", "forced", "holdout", "not-in-coverage", "not-targeted"], reasons.Keys.Order());
        Assert.Equal((1, 1), (reasons["not-targeted"], reasons["forced"]));
        Assert.InRange(reasons["holdout"], 60, 140);
        Assert.Equal(
            preview.GetProperty("targeted").GetInt32(),
            reasons["assigned"] + reasons["forced"] + reasons["not-in-coverage"]);
        var variants = CountsOf(preview.GetProperty("variants"), "variant");
        Assert.Equal(reasons["assigned"] + reasons["forced"], variants.Values.Sum());
        Assert.All(
            preview.GetProperty("reasons").EnumerateArray(),
            group => Assert.InRange(group.GetProperty("examples").GetArrayLength(), 1, 5));
        var stranger = preview.GetProperty("reasons").EnumerateArray().Last().GetProperty("examples")[0];
        Assert.Equal("tv-1", stranger.GetProperty("deviceId").GetString());
        Assert.Empty(api.Experiments.Current.Set.Experiments);
        Assert.Empty(api.Grains.Assignments);
    }

    [Fact]
    public async Task Preview_WhenAUserIsAssignedLater_IsWhatThePreviewSaid()
    {
        await using var api = await StartAsync();
        var running = Draft.Replace("\"schedule\":{\"startAt\":\"2100-01-01T00:00:00Z\"}", "\"state\":\"running\"");
        using var previewed = await api.PostAsync("/v1/experiments/preview", running, Json);
        using var created = await api.PostAsync("/v1/experiments", running, Json);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        var preview = (await ApiFixture.JsonAsync(previewed)).GetProperty("preview");
        foreach (var variant in preview.GetProperty("variants").EnumerateArray())
        {
            foreach (var example in variant.GetProperty("examples").EnumerateArray())
            {
                using var assigned = await api.Client.GetAsync(
                    $"/v1/assignments/{example.GetProperty("userId").GetString()}");
                var given = (await ApiFixture.JsonAsync(assigned)).GetProperty("assignments")[0];
                Assert.Equal(variant.GetProperty("variant").GetString(), given.GetProperty("variant").GetString());
            }
        }
    }

    [Fact]
    public async Task Preview_WhenFewerAreAskedFor_LooksAtNoMore()
    {
        await using var api = await StartAsync();
        using var few = await api.PostAsync("/v1/experiments/preview?units=10", Draft, Json);
        using var many = await api.PostAsync("/v1/experiments/preview?units=1001", Draft, Json);

        // The linked device among the ten is its user.
        Assert.Equal(
            9, (await ApiFixture.JsonAsync(few)).GetProperty("preview").GetProperty("units").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
    }

    [Fact]
    public async Task Preview_WhenTheExperimentIsWrong_SaysSoAndLooksAtNobody()
    {
        await using var api = await StartAsync();
        using var previewed = await api.PostAsync(
            "/v1/experiments/preview", Draft.Replace("\"year\"", "\"century\""), Json);

        var answer = await ApiFixture.JsonAsync(previewed);
        Assert.False(answer.GetProperty("valid").GetBoolean());
        Assert.Equal("unknown", answer.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.False(answer.TryGetProperty("preview", out _));
    }

    /// <summary>Users, an unlinked device and a linked one; and a holdout of about half.</summary>
    private static async Task<ApiFixture> StartAsync()
    {
        var api = await ApiFixture.StartAsync();
        for (var user = 0; user < Users; user++) api.Platform.Unit(UnitKey.User("default", $"user-{user}"));
        api.Platform.Unit(UnitKey.Device("default", "tv-1"));
        api.Platform.Unit(UnitKey.Device("default", "tv-2")).Link = new DeviceLink("user-1", 1);
        using var put = await api.PutAsync("/v1/holdouts/year", """{"key":"year","share":0.5}""", Json);
        Assert.True(put.IsSuccessStatusCode);
        return api;
    }

    private static Dictionary<string, int> CountsOf(JsonElement groups, string name) => groups.EnumerateArray()
        .ToDictionary(group => group.GetProperty(name).GetString()!, group => group.GetProperty("units").GetInt32());
}
