namespace Profiles.Benchmarks.Tables;

/// <summary>What differs between rows of outcomes.</summary>
internal readonly record struct OutcomeSample(
    long Key, string Id, long OccurredAt, UInt128 EventKey, int Type, string Content, long? FromMs, long? ToMs,
    bool IsCollapsed);
