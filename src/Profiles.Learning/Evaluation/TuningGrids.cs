using Profiles.Core.Models;
using Profiles.Learning.Links;
using Profiles.Learning.Training;

namespace Profiles.Learning.Evaluation;

/// <summary>The numbers of a training that are tuned, and the values they may take.</summary>
public static class TuningGrids
{
    private static readonly float[] Decays = [0.3f, 0.5f, 0.7f, 0.8f, 0.9f, 0.95f];
    private static readonly float[] Exponents = [0, 0.15f, 0.3f, 0.5f];

    /// <summary>Of the links that a training has.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<Func<TrainingOptions, TrainingOptions>> Values)> Of(
        TrainingOptions training)
    {
        var grids = new List<(string, IReadOnlyList<Func<TrainingOptions, TrainingOptions>>)>();
        foreach (var kind in training.Links.Keys)
        {
            Add("history-decay", Decays, (links, value) => links with { HistoryDecay = value });
            Add("forward-decay", Decays, (links, value) => links with { ForwardDecay = value });
            Add("source-exponent", [.. Exponents, 1], (links, value) => links with { SourceExponent = value });
            Add("target-exponent", Exponents, (links, value) => links with { TargetExponent = value });

            void Add(string name, float[] values, Func<LinkOptions, float, LinkOptions> change) => grids.Add((
                $"{kind.Name()}-{name}",
                [
                    .. values.Select<float, Func<TrainingOptions, TrainingOptions>>(value => options =>
                        options with { Links = options.Links.SetItem(kind, change(options.Links[kind], value)) }),
                ]));
        }

        if (training.TwoHops is null) return grids;
        grids.Add(("two-hop-target-exponent",
        [
            .. Exponents.Select<float, Func<TrainingOptions, TrainingOptions>>(value => options =>
                options with { TwoHops = options.TwoHops! with { TargetExponent = value } }),
        ]));
        return grids;
    }
}
