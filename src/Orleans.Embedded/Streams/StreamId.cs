using System.Text;

namespace Orleans.Runtime;

/// <summary>Identifies a stream: a namespace and a key.</summary>
public readonly struct StreamId : IEquatable<StreamId>
{
    internal StreamId(IdSpan streamNamespace, IdSpan key)
    {
        NamespaceSpan = streamNamespace;
        KeySpan = key;
    }

    /// <summary>The namespace in UTF-8; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Namespace => NamespaceSpan.Value;

    /// <summary>The key in UTF-8.</summary>
    public ReadOnlyMemory<byte> Key => KeySpan.Value;

    internal IdSpan NamespaceSpan { get; }

    internal IdSpan KeySpan { get; }

    /// <summary>A stream by texts.</summary>
    public static StreamId Create(string? ns, string key) =>
        new(ns is null ? default : IdSpan.Create(ns), IdSpan.Create(key));

    /// <summary>A stream by guid.</summary>
    public static StreamId Create(string? ns, Guid key) =>
        new(ns is null ? default : IdSpan.Create(ns), GrainIdKeyExtensions.CreateGuidKey(key));

    /// <summary>A stream by bytes, which are copied.</summary>
    public static StreamId Create(ReadOnlySpan<byte> ns, ReadOnlySpan<byte> key) =>
        new(ns.IsEmpty ? default : new IdSpan(ns.ToArray()), new IdSpan(key.ToArray()));

    /// <summary>The namespace, or null.</summary>
    public string? GetNamespace() => NamespaceSpan.IsDefault ? null : NamespaceSpan.ToString();

    /// <summary>The key.</summary>
    public string GetKeyAsString() => Encoding.UTF8.GetString(KeySpan.AsSpan());

    /// <inheritdoc/>
    public bool Equals(StreamId other) => KeySpan.Equals(other.KeySpan) && NamespaceSpan.Equals(other.NamespaceSpan);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NamespaceSpan, KeySpan);

    /// <summary>The form <c>namespace/key</c>.</summary>
    public override string ToString() => $"{GetNamespace() ?? "null"}/{GetKeyAsString()}";

    /// <summary>Compares namespace and key.</summary>
    public static bool operator ==(StreamId s1, StreamId s2) => s1.Equals(s2);

    /// <summary>Compares namespace and key.</summary>
    public static bool operator !=(StreamId s1, StreamId s2) => !s1.Equals(s2);
}
