using System.Net;
using Profiles.Api.Tests.Fakes;
using Profiles.Core.Units;

namespace Profiles.Api.Tests;

public sealed class SlateExperimentTests
{
    private const string Ann = "/v1/profiles/ann/next";

    private static readonly string AnnKey = UnitKey.User("default", "ann").ToGrainKey();

    [Fact]
    public async Task Slate_WhenAnExperimentConcernsIt_HasItsParametersAndIsExposed()
    {
        await using var api = await ApiFixture.StartAsync();
        await StartAsync(api, "serving.relevance", "0.5");
        using var response = await api.Client.GetAsync(Ann + "?device=tv");

        var answer = await ApiFixture.JsonAsync(response);
        var assigned = Assert.Single(answer.GetProperty("assignments").EnumerateArray());
        Assert.Equal("e", assigned.GetProperty("experiment").GetString());
        var asked = api.Platform.Units[AnnKey].Asked!;
        var exposure = Assert.Single(api.Grains.Assignments[AnnKey].Exposures);
        Assert.Equal(assigned.GetProperty("variant").GetString(), exposure.Variant);
        Assert.Equal(0.5f, asked.Tuning!.Relevance);
        Assert.Equal(answer.GetProperty("slateId").GetString(), exposure.SlateId);
        Assert.Contains(new("device", "tv"), exposure.Dimensions.AsEnumerable());
    }

    [Fact]
    public async Task Slate_WhenAParameterIsBeyondItsBounds_IsAsWithoutIt()
    {
        await using var api = await ApiFixture.StartAsync();
        await StartAsync(api, "serving.relevance", "7");
        using var response = await api.Client.GetAsync(Ann);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(api.Platform.Units[AnnKey].Asked!.Tuning!.Relevance);
    }

    [Fact]
    public async Task Slate_WhenAnExperimentNamesAModelAndALayout_IsAskedForThem()
    {
        await using var api = await ApiFixture.StartAsync();
        await StartAsync(api, "serving.model", "\"m2\"", ",\"serving.layout\":\"rail\"");
        using var response = await api.Client.GetAsync(Ann);

        Assert.Equal("rail", (await ApiFixture.JsonAsync(response)).GetProperty("layout").GetString());
        Assert.Equal("m2", api.Platform.Units[AnnKey].Asked!.ModelVersion);
    }

    [Fact]
    public async Task Slate_WhenNoExperimentConcernsIt_IsNotAssigned()
    {
        await using var api = await ApiFixture.StartAsync();
        await StartAsync(api, "page.colour", "\"red\"");
        using var response = await api.Client.GetAsync(Ann);

        Assert.Empty((await ApiFixture.JsonAsync(response)).GetProperty("assignments").EnumerateArray());
        Assert.Empty(api.Grains.Assignments);
    }

    private static async Task StartAsync(ApiFixture api, string name, string value, string more = "")
    {
        var parameters = $$"""{"{{name}}":{{value}}{{more}}}""";
        using var created = await api.PostAsync(
            "/v1/experiments",
            $$"""
            {"key":"e","state":"running","variants":[{"key":"a","weight":0.5,"parameters":{{parameters}}},
              {"key":"b","weight":0.5,"parameters":{{parameters}}}]}
            """,
            "application/json");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }
}
