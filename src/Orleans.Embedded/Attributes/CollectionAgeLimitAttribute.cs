using System.Globalization;

namespace Orleans;

/// <summary>Sets after which idle time activations of this class are collected.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>The shortest idle time.</summary>
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _inactivityPeriod;

    /// <summary>The idle time is set by the properties.</summary>
    public CollectionAgeLimitAttribute()
    {
    }

    /// <summary>Sets the idle time in the form <c>d.hh:mm:ss</c>.</summary>
    public CollectionAgeLimitAttribute(string inactivityPeriod) =>
        _inactivityPeriod = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

    /// <summary>Days of idle time.</summary>
    public double Days { get; set; }

    /// <summary>Hours of idle time.</summary>
    public double Hours { get; set; }

    /// <summary>Minutes of idle time.</summary>
    public double Minutes { get; set; }

    /// <summary>Whether activations are never collected for being idle.</summary>
    public bool AlwaysActive { get; set; }

    /// <summary>The idle time, at least <see cref="MinAgeLimit"/>.</summary>
    public TimeSpan AgeLimit
    {
        get
        {
            if (AlwaysActive)
                return TimeSpan.MaxValue;
            var limit = _inactivityPeriod + TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours)
                + TimeSpan.FromMinutes(Minutes);
            return limit < MinAgeLimit ? MinAgeLimit : limit;
        }
    }
}
