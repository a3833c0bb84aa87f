using Profiles.Core.Binary;

namespace Profiles.Core.Units;

/// <summary>
/// The bytes of a unit: one form a unit, so that equal bytes mean the same unit.
/// <code>kind (1) | tenant length (varint) | tenant (UTF-8) | id length (varint) | id (UTF-8)</code>
/// </summary>
internal static class UnitKeyBytes
{
    public static int MaxLength(UnitKey unit) => 1 + 5 + unit.Tenant.Length * 3 + 5 + unit.Id.Length * 3;

    /// <summary>
    /// Writes the unit to a span of at least <see cref="MaxLength"/> bytes and says how many were used.
    /// </summary>
    public static int Write(UnitKey unit, Span<byte> destination)
    {
        destination[0] = (byte)unit.Kind;
        var length = 1;
        length += VarInt.WriteString(unit.Tenant, destination[length..]);
        length += VarInt.WriteString(unit.Id, destination[length..]);
        return length;
    }
}
