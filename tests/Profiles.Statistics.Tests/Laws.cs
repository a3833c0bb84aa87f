using FsCheck;
using FsCheck.Fluent;

namespace Profiles.Statistics.Tests;

/// <summary>Runs properties, and shows the seed of one that fails.</summary>
internal static class Laws
{
    public static void Hold<T>(Gen<T> cases, Action<T> law, int runs = 100)
    {
        var property = Prop.ForAll(cases.ToArbitrary(), value => law(value));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(runs).WithQuietOnSuccess(true), property);
    }
}
