namespace Profiles.Learning.Factors;

/// <summary>Where training leaves what it has, so that one that was stopped goes on.</summary>
public interface IAlsCheckpoints
{
    /// <summary>Reads the last checkpoint into the item factors.</summary>
    /// <param name="fingerprint">What the training follows from: another one's checkpoint is none.</param>
    /// <param name="itemFactors">Where they go; changed only where there is a whole checkpoint.</param>
    /// <returns>The sweeps it has behind it; 0 where there is none.</returns>
    int Read(ulong fingerprint, Span<float> itemFactors);

    /// <summary>Replaces the checkpoint.</summary>
    void Write(ulong fingerprint, int sweeps, ReadOnlySpan<float> itemFactors);
}
