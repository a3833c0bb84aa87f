namespace Profiles.Core.Features;

/// <summary>One feature of a view: what it is called, what it holds, and how it is worked out.</summary>
/// <param name="Name">Its name, unique in the view.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Unit">Unit and range, such as <c>hours, 0 to 8760</c>.</param>
/// <param name="Summary">What it is, in one sentence, with what stands for nothing.</param>
/// <param name="Value">Works it out.</param>
public sealed record Feature(
    string Name, FeatureType Type, string Unit, string Summary, Func<FeatureMoment, FeatureValue> Value);
