using System.Collections.Immutable;
using System.Globalization;
using Profiles.Core.Binary;
using Profiles.Core.Events;
using Profiles.Core.Units;

namespace Profiles.Core.Experiments.Exposures;

/// <summary>
/// The bytes of an exposure in the log.
/// <code>
/// experiment (text) | variant (text) | bucket version (varint) | unix ms (signed varint) | hash attribute (text)
/// | hash value (text) | plan version (varint) | has slate (1 byte) | slate id (text, where it has)
/// | count (varint) | count × (name (text) | value (text))
/// </code>
/// </summary>
internal static class ExposureBytes
{
    /// <summary>The key by which the log knows the same exposure of a unit when it comes again.</summary>
    /// <remarks>No event id begins with a NUL: the parser refuses control characters.</remarks>
    public static UInt128 KeyOf(UnitKey unit, Exposure exposure) => UnitRecordCodec.DedupeKey(
        unit, string.Create(
            CultureInfo.InvariantCulture,
            $"\0exposed:{exposure.Experiment}\0{exposure.Variant}\0{exposure.BucketVersion}\0{exposure.HashAttribute}\0{
                exposure.HashValue}"));

    public static void Write(ref SpanWriter writer, Exposure exposure)
    {
        writer.String(exposure.Experiment);
        writer.String(exposure.Variant);
        writer.Unsigned((uint)exposure.BucketVersion);
        writer.Signed(exposure.OccurredAtUnixMs);
        writer.String(exposure.HashAttribute);
        writer.String(exposure.HashValue);
        writer.Unsigned((ulong)exposure.PlanVersion);
        writer.Byte(exposure.SlateId is null ? (byte)0 : (byte)1);
        if (exposure.SlateId is { } slate) writer.String(slate);
        writer.Unsigned((uint)exposure.Dimensions.Length);
        foreach (var (name, value) in exposure.Dimensions)
        {
            writer.String(name);
            writer.String(value);
        }
    }

    public static Exposure Read(ref SpanReader reader)
    {
        var (experiment, variant, bucketVersion) = (reader.String(), reader.String(), reader.Int32());
        var (time, attribute, value) = (reader.Signed(), reader.String(), reader.String());
        var planVersion = (long)reader.Unsigned();
        var slateId = reader.Byte() == 0 ? null : reader.String();
        var dimensions = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(
            reader.Count(2, Exposure.MaxDimensions));
        while (dimensions.Count < dimensions.Capacity) dimensions.Add(new(reader.String(), reader.String()));
        return new Exposure
        {
            Experiment = experiment, Variant = variant, BucketVersion = bucketVersion, OccurredAtUnixMs = time,
            HashAttribute = attribute, HashValue = value, PlanVersion = planVersion, SlateId = slateId,
            Dimensions = dimensions.MoveToImmutable(),
        };
    }
}
