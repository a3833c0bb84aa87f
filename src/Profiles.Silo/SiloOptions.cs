using System.ComponentModel.DataAnnotations;

namespace Profiles.Silo;

/// <summary>What makes this process a node of a cluster: the section <c>Profiles:Silo</c>.</summary>
public sealed class SiloOptions
{
    /// <summary>The section of the configuration; from the environment, say <c>Profiles__Silo__Role=Api</c>.</summary>
    public const string SectionName = "Profiles:Silo";

    /// <summary>What this process does.</summary>
    public SiloRole Role { get; set; } = SiloRole.All;

    /// <summary>Silos with the same id in the same database are one cluster. 1 to 100 characters.</summary>
    [Required(ErrorMessage = "Profiles:Silo:ClusterId is empty.")]
    [StringLength(100, ErrorMessage = "Profiles:Silo:ClusterId has more than 100 characters.")]
    public string ClusterId { get; set; } = "profiles";

    /// <summary>What the cluster stays when it is deployed again under another id. 1 to 100 characters.</summary>
    [Required(ErrorMessage = "Profiles:Silo:ServiceId is empty.")]
    [StringLength(100, ErrorMessage = "Profiles:Silo:ServiceId has more than 100 characters.")]
    public string ServiceId { get; set; } = "profiles";

    /// <summary>Where other silos reach this one.</summary>
    [Range(1, 65_535, ErrorMessage = "Profiles:Silo:SiloPort is not between 1 and 65,535.")]
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Where hosts of the API reach it.</summary>
    [Range(1, 65_535, ErrorMessage = "Profiles:Silo:GatewayPort is not between 1 and 65,535.")]
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>
    /// The address of this machine at which others reach both ports; it listens there and nowhere else. Neither port
    /// asks for a key: the network has to keep others out.
    /// </summary>
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>
    /// Whether Orleans' dashboard is served, below <c>/dashboard</c> and behind the API keys; a browser gives one as
    /// the password of any user. All silos need it, where one host is to show them.
    /// </summary>
    public bool Dashboard { get; set; }

    /// <summary>
    /// Where HTTP is served, separated by semicolons; <c>ASPNETCORE_URLS</c> where this is not set.
    /// </summary>
    public string? Urls { get; set; }

    /// <summary>How long a grain may be idle before its memory is given back. 1 min to 1 day.</summary>
    [Range(
        typeof(TimeSpan), "00:01:00", "1.00:00:00",
        ErrorMessage = "Profiles:Silo:IdleTime is not between one minute and one day.")]
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(15);
}
