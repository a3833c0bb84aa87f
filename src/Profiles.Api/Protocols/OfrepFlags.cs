namespace Profiles.Api.Protocols;

/// <summary>All flags, for the description of the API.</summary>
internal sealed record OfrepFlags(IReadOnlyList<OfrepFlag> Flags, IReadOnlyList<OfrepFlags.Stream> EventStreams)
{
    /// <summary>Where changes are told.</summary>
    internal sealed record Stream(string Type, Endpoint Endpoint);

    /// <summary>The path and query, at the origin that was asked.</summary>
    internal sealed record Endpoint(string RequestUri);
}
