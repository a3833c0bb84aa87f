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
}
