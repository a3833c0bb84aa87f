using Profiles.Core.Catalogue;
using Profiles.Core.Models;
using Profiles.Learning.Factors;
using Profiles.Learning.Links;

namespace Profiles.Learning.Training;

/// <summary>Trains factors and links from what was chosen until an instant.</summary>
public static class PartsTrainer
{
    /// <summary>Trains.</summary>
    /// <param name="choices">Who chose what and when, in order of time; contents by number.</param>
    /// <param name="numbers">The contents' numbers.</param>
    /// <param name="options">What to train with.</param>
    /// <param name="checkpoints">Where the factors go on from; null for nowhere.</param>
    /// <param name="progress">Told how many sweeps of the factors are done.</param>
    /// <param name="cancellation">Stops between two sweeps.</param>
    public static ModelParts Train(
        IReadOnlyList<(int User, int Item, long AtMs)> choices, ContentNumbers numbers, TrainingOptions options,
        IAlsCheckpoints? checkpoints = null, IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        var (items, sequences) = SequencesOf(choices, numbers);
        return new ModelParts(
            items, FactorsOf(sequences, options, checkpoints, progress, cancellation), LinksOf(sequences, options),
            ParametersOf(options));
    }

    /// <summary>Trains the links and keeps the factors of earlier parts; items that came since have none.</summary>
    public static ModelParts TrainLinks(
        IReadOnlyList<(int User, int Item, long AtMs)> choices, ContentNumbers numbers, TrainingOptions options,
        ModelParts earlier)
    {
        var (items, sequences) = SequencesOf(choices, numbers);
        return new ModelParts(
            items, Carried(earlier, items), LinksOf(sequences, options), ParametersOf(options));
    }

    private static AlsModel? Carried(ModelParts earlier, string[] items)
    {
        if (earlier.Factors is not { } factors) return null;
        var rows = new Dictionary<string, int>(earlier.Items.Count, StringComparer.Ordinal);
        for (var row = 0; row < earlier.Items.Count; row++) rows.Add(earlier.Items[row], row);
        var carried = new float[items.Length * factors.Dimensions];
        for (var row = 0; row < items.Length; row++)
            if (rows.TryGetValue(items[row], out var known))
                factors[known].CopyTo(carried.AsSpan(row * factors.Dimensions));
        return factors with { Items = carried };
    }

    private static (string[] Items, ItemSequences Sequences) SequencesOf(
        IReadOnlyList<(int User, int Item, long AtMs)> choices, ContentNumbers numbers)
    {
        var (items, rows) = RowsOf(choices, numbers);
        var users = choices.Count == 0 ? 0 : choices.Max(choice => choice.User) + 1;
        return (items, ItemSequences.Of(
            users, items.Length, [.. choices.Select(choice => (choice.User, rows[choice.Item], choice.AtMs))]));
    }

    // Numbers differ from process to process; rows follow from the ids alone.
    private static (string[] Items, Dictionary<int, int> Rows) RowsOf(
        IReadOnlyList<(int User, int Item, long AtMs)> choices, ContentNumbers numbers)
    {
        var chosen = choices.Select(choice => choice.Item).Distinct()
            .Select(number => (Id: numbers.IdOf(number), Number: number)).ToArray();
        Array.Sort(chosen, static (x, y) => string.CompareOrdinal(x.Id, y.Id));
        var rows = new Dictionary<int, int>(chosen.Length);
        for (var row = 0; row < chosen.Length; row++) rows.Add(chosen[row].Number, row);
        return ([.. chosen.Select(item => item.Id)], rows);
    }

    private static AlsModel? FactorsOf(
        ItemSequences sequences, TrainingOptions options, IAlsCheckpoints? checkpoints, IProgress<int>? progress,
        CancellationToken cancellation)
    {
        if (options.Factors is null || sequences.Length == 0) return null;
        var pairs = Enumerable.Range(0, sequences.Length)
            .Select(place => (sequences.UserOf[place], sequences.Items[place]));
        var interactions = SparseRows.Of(sequences.UserCount, sequences.ItemCount, pairs);
        return new AlsTrainer(interactions, options.Factors, options.Threads)
            .Train(checkpoints, progress, cancellation);
    }

    private static Dictionary<LinkKind, LinkMatrix> LinksOf(ItemSequences sequences, TrainingOptions options)
    {
        var links = options.Links.ToDictionary(
            kind => kind.Key, kind => LinkTrainer.Pairs(sequences, kind.Value, options.Threads));
        if (options.TwoHops is { } hops)
        {
            links[LinkKind.TwoHop] = LinkTrainer.TwoHops(
                sequences, LinkTrainer.Pairs(sequences, hops.Hop, options.Threads), hops.TargetExponent, hops.MaxRow,
                options.Threads);
        }

        return links;
    }

    private static SortedDictionary<string, double> ParametersOf(TrainingOptions options)
    {
        var parameters = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            [ModelParameters.FoldInDecay] = options.FoldInDecay,
        };
        if (options.Factors is { } factors)
        {
            parameters["factors-dimensions"] = factors.Dimensions;
            parameters["factors-sweeps"] = factors.Sweeps;
            parameters["factors-unobserved-weight"] = factors.UnobservedWeight;
            parameters["factors-regularization"] = factors.Regularization;
            parameters["factors-frequency-exponent"] = factors.FrequencyExponent;
            parameters["factors-seed"] = factors.Seed;
        }

        foreach (var (kind, links) in options.Links) Add(kind, links);
        if (options.TwoHops is { } hops)
        {
            parameters[LinkKind.TwoHop.Name() + "-target-exponent"] = hops.TargetExponent;
            parameters[ModelParameters.DecayOf(LinkKind.TwoHop)] = hops.HistoryDecay;
            parameters[ModelParameters.ScaleOf(LinkKind.TwoHop)] = hops.Scale;
        }

        return parameters;

        void Add(LinkKind kind, LinkOptions links)
        {
            parameters[kind.Name() + "-forward-decay"] = links.ForwardDecay;
            parameters[kind.Name() + "-backward-weight"] = links.BackwardWeight;
            parameters[kind.Name() + "-source-exponent"] = links.SourceExponent;
            parameters[kind.Name() + "-target-exponent"] = links.TargetExponent;
            parameters[kind.Name() + "-shrinkage"] = links.Shrinkage;
            if (double.IsFinite(links.HalfLifeDays)) parameters[kind.Name() + "-half-life-days"] = links.HalfLifeDays;
            if (double.IsFinite(links.MaxGapHours)) parameters[kind.Name() + "-max-gap-hours"] = links.MaxGapHours;
            parameters[ModelParameters.DecayOf(kind)] = links.HistoryDecay;
            parameters[ModelParameters.ScaleOf(kind)] = links.Scale;
        }
    }
}
