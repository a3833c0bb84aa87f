namespace Profiles.Core.Slates;

/// <summary>Proposes contents, the best first.</summary>
internal interface ICandidateSource
{
    /// <summary>Its name.</summary>
    SlateSource Source { get; }

    /// <summary>How many contents of it a slate considers at most.</summary>
    int MaxCandidates { get; }

    /// <summary>Offers its contents until the list takes no more.</summary>
    void Collect(in SlateInput input, CandidateList candidates);
}
