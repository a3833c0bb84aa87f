using Profiles.Core.Catalogue;

namespace Profiles.Core.Slates;

/// <summary>Says which contents must not be shown. Never ignored, whatever is left.</summary>
internal interface ICandidateFilter
{
    /// <summary>Whether the content may be shown.</summary>
    /// <param name="input">The request and the viewer.</param>
    /// <param name="entry">The content.</param>
    /// <param name="source">Who proposes it.</param>
    bool Admits(in SlateInput input, ContentEntry entry, SlateSource source);
}
