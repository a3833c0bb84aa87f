using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Profiles.Contracts;

/// <summary>
/// Where a reader must have got to in the log so that it sees what an acknowledgement covered: for each partition
/// touched, the sequence of the last record. Given out with every acknowledgement, presented as <c>after</c> in a read.
/// </summary>
/// <remarks>
/// The text form is base64url of <c>1;partition:sequence;…</c>, or <c>1d;…</c> where devices are covered. It is opaque
/// to callers and holds nothing secret; a forged one can only make its own reader wait, and never longer than the
/// read's time limit.
/// </remarks>
public sealed class ReadToken
{
    /// <summary>The most partitions that a token may name, far above any real partition count.</summary>
    public const int MaxPositions = 1024;

    /// <summary>The longest text accepted, in characters.</summary>
    public const int MaxTextLength = 40 * MaxPositions;

    private const string Version = "1";
    private const string VersionWithDevices = "1d";

    private readonly ReadPosition[] _positions;

    /// <summary>Creates a token from one position a partition, in any order.</summary>
    public ReadToken(IEnumerable<ReadPosition> positions, bool coversDevices)
    {
        _positions = [.. positions.OrderBy(position => position.Partition)];
        CoversDevices = coversDevices;
    }

    /// <summary>A token that every reader satisfies.</summary>
    public static ReadToken Empty { get; } = new([], coversDevices: false);

    /// <summary>
    /// Whether records of devices are covered: folding one may append to the partition of the user whom the device is
    /// linked to, so that a read of that user waits for that too.
    /// </summary>
    public bool CoversDevices { get; }

    /// <summary>The positions, in order of partition.</summary>
    public IReadOnlyList<ReadPosition> Positions => _positions;

    /// <summary>Reads the text form; false where it is not one.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ReadToken? token)
    {
        token = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxTextLength || !Base64Url.IsValid(text)) return false;

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(';');
        if (parts[0] is not (Version or VersionWithDevices) || parts.Length - 1 > MaxPositions) return false;

        var positions = new List<ReadPosition>(parts.Length - 1);
        foreach (var part in parts.AsSpan(1))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0
                || !int.TryParse(
                    part.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
                || !long.TryParse(
                    part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                || positions.Exists(position => position.Partition == partition))
                return false;

            positions.Add(new ReadPosition(partition, sequence));
        }

        token = new ReadToken(positions, parts[0] == VersionWithDevices);
        return true;
    }

    /// <summary>The text form.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(CoversDevices ? VersionWithDevices : Version);
        foreach (var position in _positions)
            text.Append(CultureInfo.InvariantCulture, $";{position.Partition}:{position.Sequence}");
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
