namespace Profiles.Core.Models;

/// <summary>The names of the parameters in a manifest that serving reads; training may add others.</summary>
public static class ModelParameters
{
    /// <summary><see cref="FoldInWeights.Completed"/>.</summary>
    public const string FoldInCompleted = "fold-in-completed";

    /// <summary><see cref="FoldInWeights.Started"/>.</summary>
    public const string FoldInStarted = "fold-in-started";

    /// <summary><see cref="FoldInWeights.Liked"/>.</summary>
    public const string FoldInLiked = "fold-in-liked";

    /// <summary><see cref="FoldInWeights.Added"/>.</summary>
    public const string FoldInAdded = "fold-in-added";

    /// <summary><see cref="FoldInWeights.TurnedFrom"/>.</summary>
    public const string FoldInTurnedFrom = "fold-in-turned-from";

    /// <summary><see cref="FoldInWeights.Decay"/>.</summary>
    public const string FoldInDecay = "fold-in-decay";

    /// <summary><see cref="LinkUse.Decay"/> of a kind of links.</summary>
    public static string DecayOf(LinkKind kind) => kind.Name() + "-decay";

    /// <summary><see cref="LinkUse.Scale"/> of a kind of links.</summary>
    public static string ScaleOf(LinkKind kind) => kind.Name() + "-scale";

    internal static FoldInWeights FoldInOf(IReadOnlyDictionary<string, double> parameters)
    {
        var standard = new FoldInWeights();
        return new FoldInWeights(
            Within(parameters, FoldInCompleted, standard.Completed, 0, 1e6),
            Within(parameters, FoldInStarted, standard.Started, 0, 1e6),
            Within(parameters, FoldInLiked, standard.Liked, 0, 1e6),
            Within(parameters, FoldInAdded, standard.Added, 0, 1e6),
            Within(parameters, FoldInTurnedFrom, standard.TurnedFrom, 0, 1e6),
            Within(parameters, FoldInDecay, standard.Decay, 0, 1));
    }

    internal static LinkUse LinkUseOf(IReadOnlyDictionary<string, double> parameters, LinkKind kind) => new(
        Within(parameters, DecayOf(kind), 0.8f, 0, 1), Within(parameters, ScaleOf(kind), 100f, 0, 1e9));

    private static float Within(
        IReadOnlyDictionary<string, double> parameters, string name, float standard, double least, double most)
    {
        if (!parameters.TryGetValue(name, out var value)) return standard;
        return value >= least && value <= most
            ? (float)value
            : throw new ModelRefusedException(
                ModelRefusedException.ManifestUnreadable,
                $"the parameter {name} is {value}; it must be from {least} to {most}");
    }
}
