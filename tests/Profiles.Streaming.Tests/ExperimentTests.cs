using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Units;
using Profiles.Streaming.Rebuilding;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

public sealed class ExperimentTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-test-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Change_WhenTheHostStartsAgain_IsThereWithItsAudit()
    {
        await using (var first = await StartAsync(_path))
        {
            await ChangeAsync(first, "create", set => set.With(Experiment(0.5)));
            await ChangeAsync(first, "edit", set => set.With(Experiment(0.25)));
        }

        await using var second = await StartAsync(_path);
        var experiments = second.Get<IExperiments>();

        Assert.Equal(2, experiments.Current.Version);
        Assert.Equal(0.25, experiments.Current.Find("e")!.Definition.Coverage);
        var audit = experiments.ReadAudit("experiment", "e", null, 10);
        Assert.Equal(["edit", "create"], audit.Select(change => change.Action));
        Assert.Equal(("ann", audit[1].After), (audit[0].Actor, audit[0].Before));
        Assert.Contains("0.25", audit[0].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_WhenNothingChanges_LeavesThePlan()
    {
        await using var platform = await StartAsync(_path);
        var plan = await ChangeAsync(platform, "create", set => set.With(Experiment(0.5)));

        Assert.Same(plan, await ChangeAsync(platform, "edit", set => set.With(Experiment(0.5))));
        Assert.Same(plan, await ChangeAsync(platform, "edit", _ => null));
    }

    [Fact]
    public async Task Variant_WhenItTookEffect_StaysThoughWeightsChange()
    {
        await using (var first = await StartAsync(_path))
        {
            await ChangeAsync(first, "create", set => set.With(Experiment(1)));
            var variant = await AssignAsync(first, User("ann"));
            Assert.Equal("assigned", variant.Reason);
            Assert.Equal(1, await ExposeAsync(first, User("ann"), variant));
            Assert.Equal(0, await ExposeAsync(first, User("ann"), variant));
            await FoldedAsync(first, User("ann"), "x1");
            var other = variant.Variant == "a" ? (0, 1) : (1, 0);
            await ChangeAsync(first, "edit", set => set.With(Experiment(1, other.Item1, other.Item2)));

            Assert.Equal((variant.Variant, "sticky"), Of(await AssignAsync(first, User("ann"))));
            Assert.Equal(other.Item1 == 1 ? "a" : "b", (await AssignAsync(first, User("bob"))).Variant);
        }

        await using var second = await StartAsync(_path);
        Assert.Equal("sticky", (await AssignAsync(second, User("ann"))).Reason);
        var rebuilt = await second.Get<ProfileRebuild>().RunAsync(null, TestContext.Current.CancellationToken);
        Assert.Empty(rebuilt.Differences);
    }

    [Fact]
    public async Task Variant_WhenADeviceSignsIn_IsTheUsers()
    {
        await using var platform = await StartAsync(_path);
        await ChangeAsync(platform, "create", set => set.With(Experiment(1)));
        var user = Enumerable.Range(0, 100).Select(n => $"u{n}").First(id => Hashes(platform, id) == "b");
        var device = Enumerable.Range(0, 100).Select(n => $"d{n}").First(id => Hashes(platform, id) == "a");
        var variant = await AssignAsync(platform, Device(device));
        await ExposeAsync(platform, Device(device), variant);

        await platform.LinkAsync(device, user);
        await FoldedAsync(platform, User(user), "x1");

        Assert.Equal("a", variant.Variant);
        Assert.Equal(("a", "sticky"), Of(await AssignAsync(platform, User(user))));
    }

    [Fact]
    public async Task Flags_WhenTheyTakeEffect_ExposeWhatWasMet()
    {
        await using var platform = await StartAsync(_path);
        await ChangeAsync(platform, "create", set => set.With(Experiment(1)));
        var grain = platform.Get<IGrainFactory>().GetGrain<IAssignmentGrain>(User("ann").ToGrainKey());

        var first = await grain.EvaluateAsync(new FlagRequest { Keys = ["e", "none"], TakesEffect = true });
        await FoldedAsync(platform, User("ann"), "x1");
        var targeting = await platform.Grain(User("ann")).GetTargetingAsync(withProfile: false);

        Assert.Equal(["e", "none"], first.Flags.Select(flag => flag.Key));
        Assert.Equal("e", first.Flags[0].Experiment);
        Assert.Equal(first.Flags[0].Variant, targeting.Assignments.Find("e", 0));
        Assert.Null(first.Flags[1].Experiment);
    }

    [Fact]
    public async Task Plan_WhenAScheduleComesDue_Changes()
    {
        await using var platform = await StartAsync(_path);
        var experiments = platform.Get<IExperiments>();
        var changed = new TaskCompletionSource();
        var stopAt = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 1_000);
        await ChangeAsync(platform, "create", set => set.With(Experiment(1) with
        {
            Schedule = new ExperimentSchedule(null, stopAt, []),
        }));
        experiments.Changed += _ => changed.TrySetResult();
        if (experiments.Current.Find("e")!.IsRunning)
            await changed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.False(experiments.Current.Find("e")!.IsRunning);
        Assert.Equal(1, experiments.Current.Version);
    }

    private static (string? Variant, string Reason) Of(VariantAnswer answer) => (answer.Variant, answer.Reason);

    private static ExperimentDefinition Experiment(double coverage, double a = 0.5, double b = 0.5) => new()
    {
        Key = "e", Name = "e", Salt = "e", State = ExperimentState.Running, Coverage = coverage,
        Variants =
        [
            new VariantDefinition("a", "a", a, ImmutableSortedDictionary<string, JsonElement>.Empty),
            new VariantDefinition("b", "b", b, ImmutableSortedDictionary<string, JsonElement>.Empty),
        ],
    };

    private static ValueTask<Profiles.Core.Experiments.Planning.ExperimentPlan> ChangeAsync(
        TestPlatform platform, string action, Func<ExperimentSet, ExperimentSet?> change) =>
        platform.Get<IExperiments>().ChangeAsync("ann", action, change, TestContext.Current.CancellationToken);

    private static string? Hashes(TestPlatform platform, string id) =>
        AssignAsync(platform, User(id)).GetAwaiter().GetResult().Variant;

    private static async Task<VariantAnswer> AssignAsync(TestPlatform platform, UnitKey unit) =>
        (await platform.Get<IGrainFactory>().GetGrain<IAssignmentGrain>(unit.ToGrainKey())
            .AssignAsync(new AssignmentRequest(default))).Variants.Single();

    private static async Task<int> ExposeAsync(TestPlatform platform, UnitKey unit, VariantAnswer variant) =>
        await platform.Get<IGrainFactory>().GetGrain<IAssignmentGrain>(unit.ToGrainKey()).ExposeAsync(
        [
            new Exposure
            {
                Experiment = variant.Experiment, Variant = variant.Variant!, BucketVersion = variant.BucketVersion,
                OccurredAtUnixMs = 1_767_225_600_000, HashAttribute = variant.HashAttribute,
                HashValue = variant.HashValue!,
            },
        ]);

    // Records of a unit are folded in their order, so an event after the exposure tells that it is.
    private static async Task FoldedAsync(TestPlatform platform, UnitKey unit, string eventId) =>
        await platform.WaitAsync(unit, (await platform.SendAsync(Event(eventId, unit.Id, 1))).Token);
}
