using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Profiles.Core.Simulation;

/// <summary>What one made-up viewer is like: it follows from the seed and the viewer's number alone.</summary>
internal readonly struct SimulatedViewer
{
    private const int Favourites = 3;
    private const double LiveLoverShare = 0.35;
    private const double AnonymousShare = 0.1;

    private static readonly ImmutableArray<string> Territories = ["DE", "GB", "FR", "ES", "US", "NL"];
    private static readonly ImmutableArray<string> DeviceKinds = ["tv", "mobile", "web", "tablet"];

    private readonly int _favourites;
    private readonly double _homeHour;
    private readonly bool _watchesDaytimeAtWeekends;

    public SimulatedViewer(ulong seed, int number)
    {
        var chance = new SeededChance(seed, (2UL << 32) + (ulong)number);
        Number = number;
        for (var i = 0; i < Favourites; i++)
            _favourites |= 1 << chance.NextInt(SimulatedCatalogue.GenreNames.Length - 1);
        _homeHour = chance.NextGaussian(mean: 20, deviation: 2.5);
        _watchesDaytimeAtWeekends = chance.Chance(0.5);
        LovesLive = chance.Chance(LiveLoverShare);
        IsAnonymous = chance.Chance(AnonymousShare);
        BingeChance = 0.3 + 0.5 * chance.NextDouble();
        Territory = Territories[chance.NextInt(Territories.Length)];
        MainDevice = chance.NextInt(DeviceKinds.Length);
    }

    public int Number { get; }

    public bool LovesLive { get; }

    /// <summary>The viewer never signs in: events name the device only.</summary>
    public bool IsAnonymous { get; }

    /// <summary>How likely the next episode follows at once.</summary>
    public double BingeChance { get; }

    public string Territory { get; }

    public int MainDevice { get; }

    public static string DeviceKind(int device) => DeviceKinds[device % DeviceKinds.Length];

    public static int DeviceKindCount => DeviceKinds.Length;

    public string UserId => string.Create(CultureInfo.InvariantCulture, $"u{Number}");

    public string DeviceId => string.Create(CultureInfo.InvariantCulture, $"d{Number}");

    /// <summary>How likely the viewer is to watch at this hour of the week, from 0 to 1.</summary>
    public double Habit(DateTimeOffset hour)
    {
        var away = Math.Abs(hour.Hour + 0.5 - _homeHour);
        away = Math.Min(away, 24 - away);
        var evening = Math.Exp(-away * away / 8);
        var isWeekend = hour.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return isWeekend && _watchesDaytimeAtWeekends && hour.Hour is >= 10 and < 18 ? Math.Max(evening, 0.5) : evening;
    }

    /// <summary>How much the viewer likes content of these genres, from 0 to 1.</summary>
    public double Taste(int genres)
    {
        var shared = BitOperations.PopCount((uint)(genres & _favourites));
        return shared switch { 0 => 0.1, 1 => 0.6, _ => 1 };
    }
}
