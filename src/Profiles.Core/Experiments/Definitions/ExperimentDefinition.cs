using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>An experiment as its owner wrote it. Immutable.</summary>
public sealed record ExperimentDefinition
{
    /// <summary>The key, once in the set: 1 to 64 of <c>a-z 0-9 . _ -</c>, the first a letter or digit.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What the owner expects, and why.</summary>
    public string Hypothesis { get; init; } = string.Empty;

    /// <summary>Anything else about it.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Who answers for it.</summary>
    public string Owner { get; init; } = string.Empty;

    /// <summary>Where it is in its life.</summary>
    public ExperimentState State { get; init; }

    /// <summary>The variants; the first is the control.</summary>
    public required ImmutableArray<VariantDefinition> Variants { get; init; }

    /// <summary>The share of the units it is for that it assigns, 0 to 1.</summary>
    public double Coverage { get; init; } = 1;

    /// <summary>The part of a layer that it has; null where it shares units with all others.</summary>
    public LayerShare? Layer { get; init; }

    /// <summary>The holdouts whose units it leaves alone.</summary>
    public ImmutableArray<string> Holdouts { get; init; } = [];

    /// <summary>Whom it is for: a condition on the unit's attributes; null for everyone.</summary>
    public JsonElement? Condition { get; init; }

    /// <summary>Whom it is for: segments; null for everyone.</summary>
    public SegmentRule? Segments { get; init; }

    /// <summary>What must hold of other experiments and of parameters.</summary>
    public ImmutableArray<Prerequisite> Prerequisites { get; init; } = [];

    /// <summary>The attribute that is hashed.</summary>
    public string HashAttribute { get; init; } = "id";

    /// <summary>
    /// The attribute that is hashed where that one is missing; null for none. Needs sticky assignments.
    /// </summary>
    public string? FallbackAttribute { get; init; }

    /// <summary>What makes the hash this experiment's own.</summary>
    public required string Salt { get; init; }

    /// <summary>The version of the hash, 1 or 2.</summary>
    public int HashVersion { get; init; } = 2;

    /// <summary>The version of the buckets: a greater one lets every unit be assigned anew.</summary>
    public int BucketVersion { get; init; }

    /// <summary>Units that were assigned in a bucket version below this are left out.</summary>
    public int MinBucketVersion { get; init; }

    /// <summary>Whether a unit keeps its variant when weights, coverage or targeting change.</summary>
    [JsonPropertyName("sticky")]
    public bool IsSticky { get; init; } = true;

    /// <summary>Testers by variant.</summary>
    public ImmutableArray<ForcedUnits> Forced { get; init; } = [];

    /// <summary>When it starts, grows and stops by itself.</summary>
    public ExperimentSchedule Schedule { get; init; } = ExperimentSchedule.None;

    /// <summary>The metric that decides; null where none does.</summary>
    public string? PrimaryMetric { get; init; }

    /// <summary>Further metrics.</summary>
    public ImmutableArray<string> Metrics { get; init; } = [];

    /// <summary>Metrics that must not get worse.</summary>
    public ImmutableArray<string> Guardrails { get; init; } = [];

    /// <summary>The place of a variant from 0; -1 where there is none of this key.</summary>
    public int IndexOf(string variant)
    {
        for (var i = 0; i < Variants.Length; i++)
            if (Variants[i].Key == variant) return i;
        return -1;
    }
}
