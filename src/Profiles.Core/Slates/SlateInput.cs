using Profiles.Core.Catalogue;

namespace Profiles.Core.Slates;

/// <summary>What sources, filters and reasons read.</summary>
internal readonly struct SlateInput(ServingMoment serving, ViewerMemory memory, SlateRequest request)
{
    public ServingMoment Serving { get; } = serving;

    public ViewerMemory Memory { get; } = memory;

    public SlateRequest Request { get; } = request;

    public ContentIndex Contents => Serving.Contents;

    public long NowMs => Request.NowUnixMs;

    public long LiveLeadMs => (long)Serving.Options.LiveLead.TotalMilliseconds;
}
