namespace Profiles.Statistics.Health;

/// <summary>
/// Units that met more than one variant cannot be told apart by it. GrowthBook's rule (getMultipleExposureHealthData):
/// from ten such units on, one percent of all is an alert.
/// </summary>
public static class MultipleExposures
{
    /// <summary>The part of all units from which it is an alert.</summary>
    public const double AlertFrom = 0.01;

    /// <summary>How many there must be before a part means anything.</summary>
    public const int MinUnits = 10;

    /// <summary>Checks the units of an experiment.</summary>
    /// <param name="unitsOfSeveral">Those that met more than one variant.</param>
    /// <param name="units">All that met any.</param>
    public static MultipleExposuresResult Check(long unitsOfSeveral, long units)
    {
        if (unitsOfSeveral <= 0 || units <= 0)
            return new MultipleExposuresResult(units > 0 ? HealthStatus.Healthy : HealthStatus.NotEnough, 0, 0);
        var share = Math.Min(1, (double)unitsOfSeveral / units);
        var alerts = unitsOfSeveral >= MinUnits && share >= AlertFrom;
        return new MultipleExposuresResult(
            alerts ? HealthStatus.Alert : HealthStatus.Healthy, unitsOfSeveral, share);
    }
}
