namespace Profiles.Core.Experiments.Definitions;

/// <summary>Experiments that share a layer divide its units, so that no unit is in two of them.</summary>
/// <param name="Key">The key.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Salt">What makes its hash its own: <c>layer:KEY</c> unless written.</param>
/// <param name="HashAttribute">The attribute that is hashed.</param>
public sealed record LayerDefinition(string Key, string Name, string Salt, string HashAttribute);
