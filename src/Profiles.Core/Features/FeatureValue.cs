using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Profiles.Core.Features;

/// <summary>The value of a feature. Immutable.</summary>
public abstract record FeatureValue
{
    private FeatureValue()
    {
    }

    /// <summary>Writes it as JSON: numbers with the shortest digits that read back the same bits.</summary>
    public abstract void Write(Utf8JsonWriter writer);

    /// <summary>Adds it to the cells of a row: one cell, or one a number of a vector.</summary>
    public abstract void AddCells(ICollection<string> cells);

    /// <summary>A finite number.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Number(double Value) : FeatureValue
    {
        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer) => writer.WriteNumberValue(Value);

        /// <inheritdoc/>
        public override void AddCells(ICollection<string> cells) =>
            cells.Add(Value.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>A text.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : FeatureValue
    {
        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer) => writer.WriteStringValue(Value);

        /// <inheritdoc/>
        public override void AddCells(ICollection<string> cells) => cells.Add(Value);
    }

    /// <summary>True or false.</summary>
    /// <param name="Value">Which.</param>
    public sealed record Truth(bool Value) : FeatureValue
    {
        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer) => writer.WriteBooleanValue(Value);

        /// <inheritdoc/>
        public override void AddCells(ICollection<string> cells) => cells.Add(Value ? "true" : "false");
    }

    /// <summary>Numbers in a fixed order.</summary>
    /// <param name="Values">The numbers.</param>
    public sealed record Vector(ImmutableArray<float> Values) : FeatureValue
    {
        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartArray();
            foreach (var value in Values) writer.WriteNumberValue(value);
            writer.WriteEndArray();
        }

        /// <inheritdoc/>
        public override void AddCells(ICollection<string> cells)
        {
            foreach (var value in Values) cells.Add(value.ToString("R", CultureInfo.InvariantCulture));
        }

        /// <summary>Equal in every number.</summary>
        public bool Equals(Vector? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Values.Length;
    }
}
