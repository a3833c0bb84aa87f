using Profiles.Core.Catalogue;

namespace Profiles.Core.Slates.Filters;

/// <summary>Admits ratings up to the limit, where one is asked for; a rating that is not known is above it.</summary>
internal sealed class MaturityFilter : ICandidateFilter
{
    public bool Admits(in SlateInput input, ContentEntry entry, SlateSource source) =>
        input.Request.MaxAge is not { } limit || entry.MaturityAge <= limit;
}
