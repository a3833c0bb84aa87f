using Profiles.Core.Hashing;
using Profiles.Core.Units;

namespace Profiles.Analytics.Rows;

/// <summary>
/// The unit that results count an exposure by. Where the hashed value is a user or a device, that is the owner, so that
/// a device and the user it was linked to are one unit; any other attribute is a unit of its own.
/// </summary>
/// <param name="Key">A 64-bit hash by which rows are joined.</param>
/// <param name="Kind">User, device, or 0 for another attribute.</param>
/// <param name="Id">Its id, or the hashed value.</param>
internal readonly record struct CountedUnit(long Key, UnitKind Kind, string Id)
{
    private const string UserAttribute = "id";
    private const string DeviceAttribute = "deviceId";

    public static CountedUnit Of(UnitKey unit) => new((long)unit.Hash64(), unit.Kind, unit.Id);

    /// <summary>The owner and the unit of an exposure that a unit with this owner was logged with.</summary>
    public static (UnitKey Owner, CountedUnit Unit) Resolve(
        UnitKey logged, UnitKey owner, string hashAttribute, string hashValue)
    {
        if (hashValue == logged.Id || hashAttribute == DeviceAttribute) return (owner, Of(owner));
        if (hashAttribute == UserAttribute)
        {
            var user = UnitKey.User(logged.Tenant, hashValue);
            return (user, Of(user));
        }

        var key = StableHash.Combine(
            StableHash.Hash64(logged.Tenant), StableHash.Hash64($"{hashAttribute}\0{hashValue}"));
        return (owner, new CountedUnit((long)key, default, hashValue));
    }
}
