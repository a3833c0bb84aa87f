namespace Orleans.Runtime;

/// <summary>Identifies a grain: its type and its key.</summary>
public readonly struct GrainId : IEquatable<GrainId>
{
    /// <summary>Creates an identity.</summary>
    public GrainId(GrainType type, IdSpan key)
    {
        Type = type;
        Key = key;
    }

    /// <summary>The grain type.</summary>
    public GrainType Type { get; }

    /// <summary>The key.</summary>
    public IdSpan Key { get; }

    /// <summary>Whether type and key are missing.</summary>
    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    /// <summary>Creates an identity from texts.</summary>
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    /// <summary>Creates an identity from a type and a text.</summary>
    public static GrainId Create(GrainType type, string key) => new(type, IdSpan.Create(key));

    /// <summary>Creates an identity; costs nothing when the key is kept by the caller.</summary>
    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    /// <summary>Reads the form <c>type/key</c>; throws <see cref="FormatException"/> for any other text.</summary>
    public static GrainId Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var separator = value.IndexOf('/', StringComparison.Ordinal);
        if (separator < 1)
            throw new FormatException($"'{value}' is not a grain id; the form is type/key.");
        return Create(value[..separator], value[(separator + 1)..]);
    }

    /// <inheritdoc/>
    public bool Equals(GrainId other) => Key.Equals(other.Key) && Type.Equals(other.Type);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Key);

    /// <summary>The form <c>type/key</c>.</summary>
    public override string ToString() => $"{Type}/{Key}";

    /// <summary>Compares type and key.</summary>
    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    /// <summary>Compares type and key.</summary>
    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);
}
