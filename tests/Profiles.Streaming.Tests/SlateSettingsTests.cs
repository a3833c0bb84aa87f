using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Profiles.Core.Slates;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Tests;

public sealed class SlateSettingsTests
{
    [Fact]
    public void Read_WhenNothingIsSet_IsTheDefault()
    {
        var (options, errors) = Read();

        Assert.Empty(errors);
        Assert.Equal(SlateOptions.Default, options);
    }

    [Fact]
    public void Read_WhenAllIsSet_HasIt()
    {
        var (options, errors) = Read(
            ("LiveLead", "2.00:00:00"), ("newFor", "30.00:00:00"), ("Relevance", "0.5"), ("MaxOfSeries", "3"),
            ("MaxShareOfGenre", "0.4"), ("ExplorationShare", "0"), ("Boosts:continuewatching", "4"),
            ("Boosts:LiveNow", "-0.5"));

        Assert.Empty(errors);
        Assert.Equal((TimeSpan.FromDays(2), TimeSpan.FromDays(30)), (options.LiveLead, options.NewFor));
        Assert.Equal((0.5f, 3, 0.4f, 0f), (
            options.Relevance, options.MaxOfSeries, options.MaxShareOfGenre, options.ExplorationShare));
        Assert.Equal([4, 3, -0.5f, 0.25f, 0, 0, 0.5f, 0, 0.25f, 0], options.Boosts);
    }

    [Fact]
    public void Read_WhenMuchIsWrong_NamesAllOfIt()
    {
        var (_, errors) = Read(
            ("LiveLead", "soon"), ("Relevance", "2"), ("MaxOfSeries", "0"), ("Boosts:Cinema", "1"),
            ("Boosts:New", "much"), ("Boosts:LiveNow", "NaN"), ("Diversity", "1"));

        Assert.Equal(
            [
                "S:Boosts:Cinema is no source; use one of ContinueWatching, NextEpisode, LiveNow, LiveNext, "
                    + "BecauseYouWatched, Personal, Editorial, Trending, New, Popular.",
                "S:Boosts:LiveNow is NaN; use -100 to 100.",
                "S:Boosts:New is 'much'; use a number.",
                "S:Diversity is no setting; use one of LiveLead, NewFor, Relevance, MaxOfSeries, MaxShareOfGenre, "
                    + "ExplorationShare, Boosts.",
                "S:LiveLead is 'soon'; use a time such as 7.00:00:00, days first.",
                "S:MaxOfSeries is 0; use 1 to 100.",
                "S:Relevance is 2; use 0 to 1.",
            ],
            errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Host_WhenSettingsAreWrong_NamesThoseOfThePlatformToo()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Profiles:ShadowShare"] = "2";
        builder.Configuration["Profiles:Slates:MaxOfSeries"] = "0";

        var failure = Assert.Throws<ValidationException>(
            () => builder.AddEmbeddedProfiles(new ProfilesHostOptions { DataPath = "nowhere" }));

        Assert.Contains("ShadowShare", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Profiles:Slates:MaxOfSeries is 0; use 1 to 100.", failure.Message, StringComparison.Ordinal);
    }

    private static (SlateOptions Options, List<string> Errors) Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create("S:" + setting.Name, (string?)setting.Value))).Build();
        var errors = new List<string>();
        return (SlateSettings.Read(configuration.GetSection("S"), errors), errors);
    }
}
