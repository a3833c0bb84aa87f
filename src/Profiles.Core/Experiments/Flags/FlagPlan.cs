using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>
/// The flags of a GrowthBook payload, compiled once. Immutable, safe to share; an evaluation allocates nothing where
/// its conditions do not.
/// </summary>
public sealed class FlagPlan
{
    private readonly FrozenDictionary<string, Flag> _byKey;
    private readonly PayloadReader _reader;

    private FlagPlan(JsonElement payload)
    {
        _reader = new PayloadReader(payload);
        Flags = _reader.ReadFlags();
        _byKey = Flags.ToFrozenDictionary(flag => flag.Key, StringComparer.Ordinal);
        SavedGroups = payload.TryMember("savedGroups", out var groups) ? SavedGroups.Of(groups) : SavedGroups.None;
        Experiments = _reader.ReadExperiments();
        foreach (var flag in Flags)
            foreach (var rule in flag.Rules) Bind(rule.Parents);
        foreach (var experiment in Experiments) Bind(experiment.Parents);
        StickyAttributes = [.. FlagExperiments.Concat(Experiments).SelectMany(NamesOf).Distinct()];
        AttributeNames = AskedAttributes.Of(Flags.SelectMany(flag => flag.Rules), Experiments);
    }

    /// <summary>No flags.</summary>
    public static FlagPlan Empty { get; } = new(default);

    /// <summary>The flags, in the order they were written.</summary>
    public ImmutableArray<Flag> Flags { get; }

    /// <summary>The experiments that run by themselves, such as redirects.</summary>
    public ImmutableArray<FlagExperiment> Experiments { get; }

    /// <summary>The lists that conditions refer to.</summary>
    public SavedGroups SavedGroups { get; }

    /// <summary>The attributes that sticky assignments may be kept for.</summary>
    public ImmutableArray<string> StickyAttributes { get; }

    /// <summary>The attributes that an evaluation may look at; of <c>counters.plays</c>, <c>counters</c>.</summary>
    public ImmutableArray<string> AttributeNames { get; }

    private IEnumerable<FlagExperiment> FlagExperiments =>
        Flags.SelectMany(flag => flag.Rules).Select(rule => rule.Experiment).OfType<FlagExperiment>();

    /// <summary>
    /// Compiles a payload: <c>{"features","experiments","savedGroups","contextualBandits"}</c>, or each of them as
    /// <c>encryptedFeatures</c> and so on. Leniently, as the SDKs do: what is unknown is left out, what is malformed
    /// matches nobody.
    /// </summary>
    /// <param name="payload">The JSON.</param>
    /// <param name="decryptionKey">The key of what is encrypted; without it, that is left out.</param>
    /// <exception cref="JsonException">It is no JSON, or holds half a surrogate pair.</exception>
    public static FlagPlan Read(ReadOnlyMemory<byte> payload, string? decryptionKey = null)
    {
        using var document = JsonDocument.Parse(payload);
        try
        {
            if (decryptionKey is null) return Of(document.RootElement);
            using var decrypted = JsonDocument.Parse(
                PayloadCipher.DecryptMembers(document.RootElement, decryptionKey));
            return Of(decrypted.RootElement);
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A text of the payload holds half a surrogate pair.", exception);
        }
    }

    /// <summary>Compiles a payload, as <see cref="Read"/> does.</summary>
    public static FlagPlan Of(JsonElement payload) => new(payload.Clone());

    /// <summary>The flag of a key; null where there is none.</summary>
    public Flag? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Evaluates a flag by its key.</summary>
    public FlagResult Evaluate(string key, in FlagContext context)
    {
        FlagResult result = default;
        if (Find(key) is { } flag) Evaluate(flag, in context, out result);
        else if (context.ForcedFlags is { } forced && forced.TryGetValue(key, out var value))
            result.Become(FlagSource.Override, value);
        else result.Become(FlagSource.UnknownFlag, FlagValue.Null);
        return result;
    }

    /// <summary>Evaluates a flag of this plan.</summary>
    [SkipLocalsInit]
    public void Evaluate(Flag flag, in FlagContext context, out FlagResult result)
    {
        result = default;
        var evaluation = new Evaluation(this, in context, stackalloc int[FlagLimits.MaxDepth]);
        flag.Evaluate(ref evaluation, ref result);
    }

    /// <summary>Evaluates a flag of this plan, and tells why its last rule does not apply.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="context">For whom.</param>
    /// <param name="result">The answer.</param>
    /// <param name="reason">Why the rule that was looked at last does not apply.</param>
    /// <param name="parent">The place of the prerequisite it lacks; -1 where it lacks none.</param>
    [SkipLocalsInit]
    internal void Evaluate(
        Flag flag, in FlagContext context, out FlagResult result, out AssignmentReason reason, out int parent)
    {
        result = default;
        var evaluation = new Evaluation(this, in context, stackalloc int[FlagLimits.MaxDepth]);
        flag.Evaluate(ref evaluation, ref result);
        reason = evaluation.SkipReason;
        parent = reason == AssignmentReason.Prerequisite ? evaluation.SkipParent : -1;
    }

    /// <summary>Reads an experiment that runs by itself, and may need flags of this plan.</summary>
    public FlagExperiment ReadExperiment(JsonElement json)
    {
        var experiment = _reader.ReadExperiment(json);
        Bind(experiment.Parents);
        return experiment;
    }

    /// <summary>Runs an experiment of this plan by itself.</summary>
    [SkipLocalsInit]
    public ExperimentResult Run(FlagExperiment experiment, in FlagContext context)
    {
        var evaluation = new Evaluation(this, in context, stackalloc int[FlagLimits.MaxDepth]);
        ExperimentResult result = default;
        experiment.Run(ref evaluation, null, ref result);
        return result;
    }

    /// <summary>
    /// Runs the experiments of the payload in their order, to the first redirect that has the unit in it.
    /// </summary>
    /// <param name="context">For whom, and where.</param>
    /// <param name="url">Where to go.</param>
    /// <returns>
    /// Whether to go elsewhere: not where the variant names no page, or one that the experiment is for.
    /// </returns>
    public bool TryRedirect(in FlagContext context, [NotNullWhen(true)] out string? url)
    {
        url = null;
        foreach (var experiment in Experiments)
        {
            if (experiment.IsManual) continue;
            var result = Run(experiment, in context);
            if (!result.IsInExperiment || !experiment.IsRedirect) continue;
            if (((result.Value.Value as AttributeValue.Map)?.Find("urlRedirect") as AttributeValue.Text)?.Value
                is not { Length: > 0 } target)
                return false;
            url = experiment.KeepsQuery ? UrlQuery.Merge(context.Url ?? string.Empty, target) : target;
            if (!experiment.UrlTargets!.Include(url)) return true;
            url = null;
            return false;
        }

        return false;
    }

    private static IEnumerable<string> NamesOf(FlagExperiment experiment) =>
        experiment.FallbackAttribute is { } fallback
            ? [experiment.HashAttribute, fallback] : [experiment.HashAttribute];

    private void Bind(ImmutableArray<FlagParent> parents)
    {
        foreach (var parent in parents) parent.Flag = Find(parent.Key);
    }
}
