using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Profiles.Contracts.Experiments;

namespace Profiles.Api.Protocols;

/// <summary>
/// The JSON of answers that were written before: of a flag, all viewers get one of a few. Beyond its bound answers are
/// written anew each time. Any thread.
/// </summary>
internal sealed class OfrepFragments
{
    /// <summary>The most bytes of JSON that are kept.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private readonly ConcurrentDictionary<FlagAnswer, byte[]> _written = new(new SameAnswer());
    private int _bytes;

    /// <summary>Writes an answer, without the version of the plan.</summary>
    public void Write(Utf8JsonWriter writer, FlagAnswer answer)
    {
        if (!_written.TryGetValue(answer, out var json))
        {
            json = OfrepJson.BytesOf(answer);
            if (Volatile.Read(ref _bytes) < MaxBytes && _written.TryAdd(answer, json))
                Interlocked.Add(ref _bytes, json.Length);
        }

        writer.WriteRawValue(json, skipInputValidation: true);
    }

    // In one process the texts and values are those of the plan, the same objects: compared without being read.
    private sealed class SameAnswer : IEqualityComparer<FlagAnswer>
    {
        public bool Equals(FlagAnswer? first, FlagAnswer? second) =>
            ReferenceEquals(first, second)
            || (first is not null && second is not null
                && first.Key == second.Key && first.Source == second.Source && first.Variant == second.Variant
                && first.Experiment == second.Experiment && first.Reason == second.Reason
                && (first.Value.Equals(second.Value) || first.Value.Span.SequenceEqual(second.Value.Span)));

        public int GetHashCode([DisallowNull] FlagAnswer answer) => HashCode.Combine(
            answer.Key, answer.Source, answer.Variant, answer.Reason, answer.Value.Length);
    }
}
