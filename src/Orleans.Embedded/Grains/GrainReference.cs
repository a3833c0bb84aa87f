using Orleans.Embedded.Activations;

namespace Orleans.Runtime;

/// <summary>A typed address of a grain; equal when it addresses the same grain.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly IdSpan _key;

    internal GrainReference(GrainClass grainClass, IdSpan key)
    {
        Class = grainClass;
        _key = key;
    }

    /// <summary>The identity of the grain.</summary>
    public GrainId GrainId => new(Class.GrainType, _key);

    internal GrainClass Class { get; }

    internal ref readonly IdSpan Key => ref _key;

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) =>
        other is not null && ReferenceEquals(Class, other.Class) && _key.Equals(other._key);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode();

    /// <inheritdoc/>
    public sealed override string ToString() => $"GrainReference:{GrainId}";

    /// <summary>Compares the grains addressed.</summary>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    /// <summary>Compares the grains addressed.</summary>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) =>
        !(reference1 == reference2);
}
