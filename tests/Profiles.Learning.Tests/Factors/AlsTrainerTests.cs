using Profiles.Core.Simulation;
using Profiles.Learning.Factors;

namespace Profiles.Learning.Tests.Factors;

public sealed class AlsTrainerTests
{
    private static readonly AlsOptions Small = new() { Dimensions = 8, Sweeps = 6, Regularization = 0.01f };

    [Fact]
    public void Train_WhenDataIsSmall_AgreesWithTheScalarReference()
    {
        var interactions = TwoTastes(users: 40, items: 30);
        var trained = new AlsTrainer(interactions, Small with { Sweeps = 2 }).Train();
        var expected = ScalarAls.Train(interactions, Small with { Sweeps = 2 });
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], trained.Items[i], 2e-4);
    }

    [Fact]
    public void Train_WhenSweepsGoOn_LowersTheLoss()
    {
        var losses = new List<double>();
        for (var sweeps = 1; sweeps <= 6; sweeps++)
        {
            var trainer = new AlsTrainer(TwoTastes(60, 40), Small with { Sweeps = sweeps });
            trainer.Train();
            losses.Add(trainer.Loss());
        }

        for (var i = 1; i < losses.Count; i++) Assert.True(losses[i] <= losses[i - 1] * (1 + 1e-6), $"sweep {i + 1}");
        Assert.True(losses[^1] < losses[0] * 0.95);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Train_WhenThreadsDiffer_GivesTheSameBits(int threads)
    {
        var interactions = TwoTastes(1_500, 1_100);
        var one = new AlsTrainer(interactions, Small).Train();
        var other = new AlsTrainer(interactions, Small, threads).Train();
        Assert.Equal(one.Items, other.Items);
        Assert.Equal(one.Gram, other.Gram);
    }

    [Fact]
    public void Train_WhenKilledAndStartedAgain_GivesTheSameBits()
    {
        var interactions = TwoTastes(50, 40);
        var whole = new AlsTrainer(interactions, Small).Train();

        var checkpoints = new KilledAfter(3);
        Assert.Throws<OperationCanceledException>(() => new AlsTrainer(interactions, Small).Train(checkpoints));
        checkpoints.Sweeps = int.MaxValue;
        var sweeps = new List<int>();
        var resumed = new AlsTrainer(interactions, Small).Train(checkpoints, new Collecting(sweeps));
        Assert.Equal([4, 5, 6], sweeps);
        Assert.Equal(whole.Items, resumed.Items);
    }

    [Fact]
    public void Train_WhenTastesAreApart_RanksTheOwnTasteFirst()
    {
        var interactions = TwoTastes(60, 40);
        var trainer = new AlsTrainer(interactions, Small);
        var model = trainer.Train();
        for (var user = 0; user < 60; user++)
        {
            var vector = trainer.UserFactors.Slice(user * 8, 8).ToArray();
            double Mean(int taste) => Enumerable.Range(0, 40).Where(item => item % 2 == taste).Average(item =>
                vector.Select((value, i) => value * model[item][i]).Sum());
            Assert.True(Mean(user % 2) > Mean(1 - user % 2) + 0.1, $"user {user}");
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(520)]
    public void Options_WhenOutOfRange_AreRefused(int dimensions) => Assert.Throws<ArgumentException>(
        () => new AlsTrainer(TwoTastes(4, 4), Small with { Dimensions = dimensions }));

    // Users with even numbers take items with even numbers, and odd ones odd ones; one in ten is a stray.
    private static SparseRows TwoTastes(int users, int items)
    {
        var chance = new SeededChance(11);
        var pairs = new List<(int, int)>();
        for (var user = 0; user < users; user++)
        {
            for (var taken = 0; taken < 10; taken++)
            {
                var item = chance.NextInt(items / 2) * 2 + (chance.Chance(0.1) ? 1 - user % 2 : user % 2);
                pairs.Add((user, item));
            }
        }

        return SparseRows.Of(users, items, pairs);
    }

    private sealed class Collecting(List<int> sweeps) : IProgress<int>
    {
        public void Report(int value) => sweeps.Add(value);
    }

    private sealed class KilledAfter(int sweeps) : IAlsCheckpoints
    {
        private (ulong Fingerprint, int Sweeps, float[] Items) _written;

        public int Sweeps { get; set; } = sweeps;

        public int Read(ulong fingerprint, Span<float> itemFactors)
        {
            if (_written.Items is null || _written.Fingerprint != fingerprint) return 0;
            _written.Items.CopyTo(itemFactors);
            return _written.Sweeps;
        }

        public void Write(ulong fingerprint, int sweeps, ReadOnlySpan<float> itemFactors)
        {
            _written = (fingerprint, sweeps, itemFactors.ToArray());
            if (sweeps == Sweeps) throw new OperationCanceledException();
        }
    }
}
