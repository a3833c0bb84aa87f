using System.Collections.Immutable;

namespace Profiles.Api;

/// <summary>How the API behaves. The defaults work.</summary>
public sealed class ProfilesApiOptions
{
    /// <summary>The largest body of a request, in bytes. A larger one is refused with 413, all of it.</summary>
    public long MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a read with <c>after</c>, or a link, may wait for the log to be folded that far.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The keys that requests must present; none means that no request needs one.</summary>
    public ImmutableArray<string> ApiKeys { get; set; } = [];

    /// <summary>
    /// Further keys for pages and apps, where anybody can read them: they open only <c>/ofrep</c>,
    /// <c>/api/features</c> and <c>/sub</c>. Once there are any, every other route needs an API key.
    /// </summary>
    public ImmutableArray<string> ClientKeys { get; set; } = [];

    /// <summary>
    /// Of a key, the key in base64 with which GrowthBook payloads are encrypted for whoever presents it. Whoever has
    /// the page has both: rules are hidden from a casual look alone.
    /// </summary>
    public ImmutableDictionary<string, string> DecryptionKeys { get; set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// The origins, such as <c>https://www.example.org</c>, whose pages may call <c>/ofrep</c>, <c>/api/features</c>
    /// and <c>/sub</c> from a browser; <c>*</c> for all. None means pages of this server alone. Never with cookies.
    /// </summary>
    public ImmutableArray<string> BrowserOrigins { get; set; } = [];

    /// <summary>How many clients may follow changes of flags; one more is refused with 503.</summary>
    public int MaxStreams { get; set; } = 10_000;

    /// <summary>How often a client that follows them is sent something, so that both sides see who has gone.</summary>
    public TimeSpan StreamHeartbeat { get; set; } = TimeSpan.FromSeconds(15);
}
