using System.Globalization;

namespace Profiles.Core.Slates;

/// <summary>The numbers of slates. Immutable.</summary>
public sealed record SlateOptions
{
    /// <summary>The numbers that hold unless configured.</summary>
    public static SlateOptions Default { get; } = new();

    /// <summary>How long before its start a live event is shown. 1 hour to 60 days; default 7 days.</summary>
    public TimeSpan LiveLead { get; init; } = TimeSpan.FromDays(7);

    /// <summary>For how long a content is new. 1 to 365 days; default 60 days.</summary>
    public TimeSpan NewFor { get; init; } = TimeSpan.FromDays(60);

    /// <summary>How much relevance counts against difference, 0 to 1; default 0.8.</summary>
    public float Relevance { get; init; } = 0.8f;

    /// <summary>The most contents of one series in a slate. 1 to 100; default 2.</summary>
    public int MaxOfSeries { get; init; } = 2;

    /// <summary>The largest share of a slate that has one first genre, 0 to 1; default 0.6, and never below 3 contents.
    /// </summary>
    public float MaxShareOfGenre { get; init; } = 0.6f;

    /// <summary>The share of the first page that is left to exploration, 0 to 0.5; default 0.1.</summary>
    public float ExplorationShare { get; init; } = 0.1f;

    /// <summary>The largest boost, either way.</summary>
    public const float MaxBoost = 100;

    /// <summary>
    /// What a source adds to the score of its contents, in order of <see cref="SlateSource"/>: multiples of the
    /// standard deviation of the model's scores, −100 to 100.
    /// </summary>
    public IReadOnlyList<float> Boosts { get; init; } = [3, 3, 1, 0.25f, 0, 0, 0.5f, 0, 0.25f, 0];

    /// <summary>
    /// Every setting that is out of range, with its value and what is allowed; empty when all is well.
    /// </summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        Check($"{nameof(LiveLead)} (hours)", LiveLead.TotalHours, 1, 60 * 24);
        Check($"{nameof(NewFor)} (days)", NewFor.TotalDays, 1, 365);
        Check(nameof(Relevance), Relevance, 0, 1);
        Check(nameof(MaxOfSeries), MaxOfSeries, 1, SlateRequest.MaxLimit);
        Check(nameof(MaxShareOfGenre), MaxShareOfGenre, 0, 1);
        Check(nameof(ExplorationShare), ExplorationShare, 0, 0.5);
        if (Boosts.Count != SlateNames.Sources.Count)
            errors.Add($"{nameof(Boosts)} has {Boosts.Count} values; give {SlateNames.Sources.Count}.");
        for (var i = 0; i < Math.Min(Boosts.Count, SlateNames.Sources.Count); i++)
            Check($"{nameof(Boosts)}:{(SlateSource)i}", Boosts[i], -MaxBoost, MaxBoost);
        return errors;

        void Check(string name, double value, double min, double max)
        {
            if (value >= min && value <= max) return;
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; use {min} to {max}."));
        }
    }
}
