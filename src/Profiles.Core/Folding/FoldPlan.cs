namespace Profiles.Core.Folding;

/// <summary>The options as the fold reads them: whole milliseconds, and the cutting of time into epochs.</summary>
internal sealed class FoldPlan
{
    private static FoldPlan? _last;

    private FoldPlan(FoldOptions options)
    {
        var errors = options.Validate();
        if (errors.Count > 0) throw new ArgumentException(string.Join(' ', errors), nameof(options));

        Options = options;
        WindowMs = (long)options.DisorderWindow.TotalMilliseconds;
        HalfLifeMs = (long)options.HalfLife.TotalMilliseconds;
        SessionGapMs = (long)options.SessionGap.TotalMilliseconds;
        StepsPerMs = 1.0 / HalfLifeMs;
    }

    public static FoldPlan Default { get; } = new(FoldOptions.Default);

    public FoldOptions Options { get; }

    public long WindowMs { get; }

    public long HalfLifeMs { get; }

    public long SessionGapMs { get; }

    /// <summary>Half-lives a millisecond.</summary>
    public double StepsPerMs { get; }

    /// <summary>The plan of options. One a set of options in use; a lost race costs one more.</summary>
    public static FoldPlan For(FoldOptions? options)
    {
        if (options is null || ReferenceEquals(options, FoldOptions.Default)) return Default;

        var last = Volatile.Read(ref _last);
        if (last is not null && last.Options.Equals(options)) return last;

        var plan = new FoldPlan(options);
        Volatile.Write(ref _last, plan);
        return plan;
    }

    /// <summary>The epoch of a time: time is cut into epochs of one disorder window.</summary>
    public long EpochOf(long unixMs) => unixMs >= 0 ? unixMs / WindowMs : (unixMs - WindowMs + 1) / WindowMs;

    /// <summary>The first millisecond of an epoch.</summary>
    public long StartOf(long epoch) => epoch * WindowMs;

    /// <summary>
    /// What is left at <paramref name="toMs"/> of 1 at <paramref name="fromMs"/>; above 1 where that is later.
    /// </summary>
    public double Decay(long fromMs, long toMs) => DecayMath.Exp2((fromMs - toMs) * StepsPerMs);

    /// <summary>True where profiles of both plans mean the same.</summary>
    public bool MixesWith(FoldPlan other) =>
        WindowMs == other.WindowMs && HalfLifeMs == other.HalfLifeMs && SessionGapMs == other.SessionGapMs;
}
