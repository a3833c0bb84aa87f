using Profiles.Core.Units;

namespace Profiles.Benchmarks.Tables;

/// <summary>
/// Rows of one experiment as the follower would write them: every user met one of two variants, one in a thousand
/// both, and did something up to ten times from three days before to fourteen days after. In the order of the tables'
/// keys; from one seed.
/// </summary>
internal sealed class TableContents
{
    public const string Tenant = "default";
    public const string Experiment = "checkout";

    /// <summary>2026-01-05 00:00 UTC.</summary>
    public const long Start = 1_767_571_200_000;

    public const long Day = 86_400_000;

    private const int Contents = 10_000;
    private const int MultipleEvery = 1000;
    private const long Hour = 3_600_000;

    private static readonly string[] ContentIds = [.. Enumerable.Range(0, Contents).Select(n => $"content-{n}")];

    private readonly long _exposures;
    private readonly long _outcomes;
    private readonly (long Key, int Number)[] _users;

    public TableContents(long exposures, long outcomes)
    {
        (_exposures, _outcomes) = (exposures, outcomes);
        _users = new (long, int)[checked((int)(exposures * MultipleEvery / (MultipleEvery + 1)))];
        Parallel.For(0, _users.Length, n => _users[n] = ((long)UnitKey.User(Tenant, IdOf(n)).Hash64(), n));
        Array.Sort(_users);
    }

    public IEnumerable<ExposureSample> Exposures()
    {
        var written = 0L;
        for (var i = 0; written < _exposures && i < _users.Length; i++)
        {
            var (key, number) = _users[i];
            var chance = new SampleChance(number);
            var (variant, at) = (chance.Next(2), ExposedAt(ref chance));
            yield return new ExposureSample(key, IdOf(number), NameOf(variant), at);
            written++;
            if (number % MultipleEvery != 0 || written == _exposures) continue;
            yield return new ExposureSample(key, IdOf(number), "other", at + Hour);
            written++;
        }
    }

    public IEnumerable<OutcomeSample> Outcomes()
    {
        var most = (int)(2 * _outcomes / _users.Length);
        var times = new long[most];
        foreach (var (key, number) in _users)
        {
            var chance = new SampleChance(number);
            chance.Next(2);
            var exposedAt = ExposedAt(ref chance);
            var count = chance.Next(most + 1);
            for (var i = 0; i < count; i++) times[i] = exposedAt + (long)((chance.NextDouble() * 17 - 3) * Day);
            Array.Sort(times, 0, count);
            var id = IdOf(number);
            var previous = long.MinValue;
            for (var i = 0; i < count; i++)
            {
                var sample = Outcome(key, id, number, i, times[i], ref chance);

                // An hour's progress stands at the start of the hour; the key's order must hold.
                if (sample.OccurredAt < previous) sample = sample with { OccurredAt = previous };
                previous = sample.OccurredAt;
                yield return sample;
            }
        }
    }

    private static OutcomeSample Outcome(
        long key, string id, int number, int place, long at, ref SampleChance chance)
    {
        // Of twenty events: nine hours of progress, six plays, two completes, two stops, one like.
        var type = chance.Next(20) switch { < 9 => 3, < 15 => 2, < 17 => 4, < 19 => 5, _ => 6 };

        // Half of all is about a hundredth of the contents, about as Zipf has it.
        var content = ContentIds[(int)(Contents * Math.Pow(chance.NextDouble(), 6.6))];
        long from = chance.Next((int)Hour / 2);
        var to = from + chance.Next((int)Hour / 2);
        var eventKey = new UInt128(chance.NextBits(), ((ulong)number << 8) | (uint)place);
        return type switch
        {
            2 => new OutcomeSample(key, id, at, eventKey, type, content, from, from, false),
            3 => new OutcomeSample(key, id, at - at % Hour, eventKey, type, content, from, to, true),
            6 => new OutcomeSample(key, id, at, eventKey, type, content, null, null, false),
            _ => new OutcomeSample(key, id, at, eventKey, type, content, null, to, false),
        };
    }

    private static long ExposedAt(ref SampleChance chance) => Start + (long)(chance.NextDouble() * 14 * Day);

    private static string NameOf(int variant) => variant == 0 ? "control" : "twenty";

    private static string IdOf(int number) => $"user-{number}";
}
