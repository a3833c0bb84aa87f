using System.Collections.Immutable;
using Profiles.Core.Content;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Ranking;

namespace Profiles.Core.Features;

/// <summary>
/// What features are worked out from: a profile at a moment and, of a pair, a content. Used where it is made, as long
/// as the profile does not change.
/// </summary>
/// <param name="profile">The profile; an empty one of whoever is unknown.</param>
/// <param name="atUnixMs">The moment, in milliseconds since 1970; only what depends on time asks for it.</param>
public sealed class FeatureMoment(Profile profile, long atUnixMs)
{
    private ProfileView? _view;
    private ImmutableArray<float> _vector;

    /// <summary>The profile.</summary>
    public Profile Profile => profile;

    /// <summary>What it says.</summary>
    public ProfileView View => _view ??= ProfileFold.Finish(profile);

    /// <summary>The moment, in milliseconds since 1970.</summary>
    public long AtUnixMs => atUnixMs;

    /// <summary>The id of the content; null where the view is of viewers alone.</summary>
    public string? ContentId { get; init; }

    /// <summary>The content as of the moment; null where it is unknown.</summary>
    public ContentItem? Content { get; init; }

    /// <summary>The version of the model that sees the viewer.</summary>
    public RankingModel Model { get; init; } = RankingModel.Untrained;

    /// <summary>Where the viewer is in the space of the model; empty where it has none.</summary>
    public ImmutableArray<float> Vector
    {
        get
        {
            if (!_vector.IsDefault) return _vector;
            var viewer = new Viewer(Model);
            viewer.Follow(profile);
            return _vector = [.. viewer.Vector];
        }
    }

    /// <summary>The same profile and moment with a content.</summary>
    public FeatureMoment With(string? contentId, ContentItem? content) =>
        new(profile, atUnixMs)
        {
            ContentId = contentId, Content = content, Model = Model, _view = View, _vector = _vector,
        };
}
