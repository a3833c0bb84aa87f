using Profiles.Core.Catalogue;

namespace Profiles.Core.Slates.Filters;

/// <summary>
/// Admits what may be shown where the viewer is; where that is not known, only what may be shown everywhere.
/// </summary>
internal sealed class TerritoryFilter : ICandidateFilter
{
    public bool Admits(in SlateInput input, ContentEntry entry, SlateSource source)
    {
        var territories = entry.Item.Territories;
        if (territories.Length == 0) return true;
        if (input.Request.Territory is not { } wanted) return false;
        foreach (var territory in territories)
            if (string.Equals(territory, wanted, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
