namespace Profiles.Core.Simulation;

/// <summary>What to simulate. The same options give the same catalogue and the same events, byte for byte.</summary>
public sealed record SimulationOptions
{
    /// <summary>The most viewers.</summary>
    public const int MaxUsers = 50_000_000;

    /// <summary>The most contents.</summary>
    public const int MaxItems = 5_000_000;

    /// <summary>The most days.</summary>
    public const int MaxDays = 3650;

    /// <summary>How many viewers there are, from 1.</summary>
    public int Users { get; init; } = 1000;

    /// <summary>How many contents there are, from 1; a series and each of its episodes count one each.</summary>
    public int Items { get; init; } = 500;

    /// <summary>How many events to make.</summary>
    public long Events { get; init; } = 100_000;

    /// <summary>What everything else follows from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>When the simulated time begins. The default is a fixed Monday, so that it depends on nothing.</summary>
    public DateTimeOffset Start { get; init; } = new(2025, 1, 6, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Over how many days the events are spread, roughly; from 1.</summary>
    public int Days { get; init; } = 28;

    /// <summary>Throws where a number is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Which.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Users, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Users, MaxUsers);
        ArgumentOutOfRangeException.ThrowIfLessThan(Items, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Items, MaxItems);
        ArgumentOutOfRangeException.ThrowIfNegative(Events);
        ArgumentOutOfRangeException.ThrowIfLessThan(Days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Days, MaxDays);
    }
}
