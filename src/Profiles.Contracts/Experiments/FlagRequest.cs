using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Profiles.Contracts.Experiments;

/// <summary>Which flags are to be evaluated for a unit.</summary>
[GenerateSerializer, Immutable, Alias("profiles.flag-request")]
public sealed record FlagRequest
{
    /// <summary>The keys; empty for all of the plan.</summary>
    [Id(0)]
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>What the caller knows of the unit, as a JSON object in UTF-8; empty for nothing.</summary>
    [Id(1)]
    public ReadOnlyMemory<byte> Attributes { get; init; }

    /// <summary>Whether the answer takes effect at once, so that variants met are logged as exposures.</summary>
    [Id(2)]
    public bool TakesEffect { get; init; }

    /// <summary>What results may be split by: names in ordinal order.</summary>
    [Id(3)]
    public ImmutableArray<KeyValuePair<string, string>> Dimensions { get; init; } = [];
}
