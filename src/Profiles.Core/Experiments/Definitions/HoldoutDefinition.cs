using System.Text.Json.Serialization;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>
/// A part of all units that the experiments which name it leave alone, so that their joint effect can be seen.
/// </summary>
/// <param name="Key">The key.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Share">The share of units that are held out, 0 to 1. Growing it keeps who is held out.</param>
/// <param name="Salt">What makes its hash its own: <c>holdout:KEY</c> unless written.</param>
/// <param name="HashAttribute">The attribute that is hashed.</param>
public sealed record HoldoutDefinition(string Key, string Name, double Share, string Salt, string HashAttribute)
{
    /// <summary>The variant of who is held out.</summary>
    public const string In = "in";

    /// <summary>The variant of who is not.</summary>
    public const string Out = "out";

    /// <summary>The flag, and experiment, that tells who is held out. No experiment's key has a colon.</summary>
    [JsonIgnore]
    public string Flag => FlagOf(Key);

    /// <summary>The flag of a holdout by its key.</summary>
    public static string FlagOf(string key) => $"holdout:{key}";
}
