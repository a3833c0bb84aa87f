using System;

namespace Orleans.Embedded.Generator;

/// <summary>What is generated for a grain interface; equal models generate equal code.</summary>
internal sealed class GrainInterfaceModel(string hintName, string typeName, string referenceName, string source)
    : IEquatable<GrainInterfaceModel>
{
    public string HintName { get; } = hintName;

    public string TypeName { get; } = typeName;

    public string ReferenceName { get; } = referenceName;

    public string Source { get; } = source;

    public bool Equals(GrainInterfaceModel? other) =>
        other is not null && HintName == other.HintName && Source == other.Source;

    public override bool Equals(object? obj) => Equals(obj as GrainInterfaceModel);

    public override int GetHashCode() => HintName.GetHashCode();
}
