namespace Profiles.Analytics.Rows;

/// <summary>What a run of records does to the tables, once it is known whose its devices are.</summary>
internal sealed class LogRows
{
    public List<LinkRow> Links { get; } = [];

    public List<Adoption> Adoptions { get; } = [];

    public List<ExposureRow> Exposures { get; } = [];

    public List<OutcomeRow> Outcomes { get; } = [];
}
