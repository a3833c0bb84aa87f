using Profiles.Contracts;
using Profiles.Core.Models;
using Profiles.Core.Slates;
using Profiles.Core.Trends;

namespace Profiles.Api.Tests.Fakes;

/// <summary>The untrained model over a fake platform's catalogue, and a list of versions that a test gave it.</summary>
internal sealed class FakeServing(FakePlatform platform) : IServing, IModels
{
    public ModelStatus Status { get; set; } = new("untrained", null, [], null, null, []);

    public bool Accepts { get; set; } = true;

    public List<string> Changes { get; } = [];

    public ServingMoment Current => ServingMoment.Create(
        RankingModel.Untrained, null, platform.Index, TrendSnapshot.Empty(platform.Index.Numbers),
        SlateOptions.Default, 0);

    public WarmViewers Viewers { get; } = new(10);

    public void Served(ServedSlate served) => throw new NotSupportedException();

    public bool IsSampledForShadow(string slateId) => false;

    public ModelStatus Read() => Status;

    public ModelAnswer Promote(string version, bool isForced) => Change($"promote {version} {isForced}");

    public ModelAnswer Rollback() => Change("rollback");

    public ModelAnswer SetShadow(string? version) => Change($"shadow {version ?? "none"}");

    private ModelAnswer Change(string change)
    {
        Changes.Add(change);
        return new ModelAnswer(Accepts, Accepts ? "done" : "it is worse", Status);
    }
}
