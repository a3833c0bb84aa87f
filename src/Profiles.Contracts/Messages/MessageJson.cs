using System.Text.Json;
using System.Text.Json.Serialization;
using Profiles.Core.Folding;

namespace Profiles.Contracts.Messages;

/// <summary>
/// How values of Core travel between the hosts of a cluster. Core knows no runtime, so its types carry no attributes of
/// one; they travel as JSON, what is not JSON by nature as Core's own bytes. Within a host nothing is written at all.
/// </summary>
public static class MessageJson
{
    /// <summary>The options; never changed.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Whether values of the type travel so.</summary>
    public static bool IsSupported(Type type) => type.Assembly == typeof(ProfileView).Assembly;

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
        options.Converters.Add(new FeatureValueConverter());
        options.Converters.Add(new UnitAssignmentsConverter());
        options.Converters.Add(new UnitRecordConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
