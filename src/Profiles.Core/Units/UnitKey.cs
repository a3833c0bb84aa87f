using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using Profiles.Core.Hashing;

namespace Profiles.Core.Units;

/// <summary>Whose profile it is: a user or a device of a tenant.</summary>
/// <param name="Tenant">The tenant; any characters.</param>
/// <param name="Kind">User or device.</param>
/// <param name="Id">The user's or device's id within the tenant; any characters.</param>
public readonly record struct UnitKey(string Tenant, UnitKind Kind, string Id)
{
    private const int StackBytes = 640;

    /// <summary>A user of a tenant.</summary>
    public static UnitKey User(string tenant, string userId) => new(tenant, UnitKind.User, userId);

    /// <summary>A device of a tenant.</summary>
    public static UnitKey Device(string tenant, string deviceId) => new(tenant, UnitKind.Device, deviceId);

    /// <summary>Reads what <see cref="ToGrainKey"/> wrote; false where the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out UnitKey unit)
    {
        unit = default;
        if (text is null || text.Length < 3 || text[1] != '/') return false;

        var kind = text[0] switch { 'u' => UnitKind.User, 'd' => UnitKind.Device, _ => default };
        var slash = text.IndexOf('/', 2);
        if (kind == default || slash < 0) return false;

        var tenant = text[2..slash];
        if (tenant.Contains('%'))
        {
            tenant = Unescape(tenant);
            if (tenant.Length == 0) return false;
        }

        unit = new UnitKey(tenant, kind, text[(slash + 1)..]);
        return true;
    }

    /// <summary>
    /// The key of the unit's grain: <c>u/TENANT/ID</c> or <c>d/TENANT/ID</c>, where <c>%</c> and <c>/</c> of the
    /// tenant are written <c>%25</c> and <c>%2F</c> and the id stands as it is. Reversible, and different for
    /// different units.
    /// </summary>
    public string ToGrainKey()
    {
        var tenant = Tenant.AsSpan().IndexOfAny('%', '/') < 0
            ? Tenant
            : Tenant.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
        return string.Concat(Kind == UnitKind.User ? "u/" : "d/", tenant, "/", Id);
    }

    /// <summary>
    /// The partition of the log that holds the unit's records, from 0 to <paramref name="count"/> − 1.
    /// </summary>
    public int Partition(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)(Hash64() % (uint)count);
    }

    /// <summary>A hash of the unit that is the same in every process.</summary>
    public ulong Hash64() => (ulong)(Hash128() >> 64);

    /// <summary>A hash of the unit that is the same in every process.</summary>
    [SkipLocalsInit]
    public UInt128 Hash128()
    {
        var max = UnitKeyBytes.MaxLength(this);
        var buffer = max <= StackBytes ? stackalloc byte[StackBytes] : new byte[max];
        return StableHash.Hash128(buffer[..UnitKeyBytes.Write(this, buffer)]);
    }

    /// <summary>The grain key.</summary>
    public override string ToString() => ToGrainKey();

    private static string Unescape(string tenant)
    {
        var text = new StringBuilder(tenant.Length);
        for (var i = 0; i < tenant.Length; i++)
        {
            if (tenant[i] != '%')
            {
                text.Append(tenant[i]);
                continue;
            }

            if (i + 2 >= tenant.Length) return string.Empty;
            switch (tenant.AsSpan(i + 1, 2))
            {
                case "25": text.Append('%'); break;
                case "2F": text.Append('/'); break;
                default: return string.Empty;
            }

            i += 2;
        }

        return text.ToString();
    }
}
