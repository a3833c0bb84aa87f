namespace Profiles.Learning.Texts;

/// <summary>Factors of contents that nobody chose, from their texts.</summary>
/// <param name="Items">The ids, ascending in ordinal order.</param>
/// <param name="Dimensions">The length of a factor.</param>
/// <param name="Factors">The factors, row by row.</param>
/// <param name="Explained">
/// What part of the variance of factors the map explains on items that it was not fitted on; where that is
/// too little there are no rows.
/// </param>
/// <param name="Penalty">The penalty that explained most.</param>
public sealed record TextRows(
    IReadOnlyList<string> Items, int Dimensions, float[] Factors, double Explained, double Penalty);
