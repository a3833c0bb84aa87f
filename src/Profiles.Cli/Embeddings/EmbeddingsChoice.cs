namespace Profiles.Cli.Embeddings;

/// <summary>Where vectors of texts come from.</summary>
/// <param name="Url">The endpoint, such as <c>https://host/v1/embeddings</c>.</param>
/// <param name="Model">The name of the model there.</param>
internal sealed record EmbeddingsChoice(Uri Url, string Model)
{
    /// <summary>The environment variable with the provider's key; without one none is sent.</summary>
    public const string KeyVariable = "PROFILES_EMBEDDINGS_KEY";

    /// <summary>The endpoint of an address: <c>/v1/embeddings</c> is added to what does not end so.</summary>
    public static Uri EndpointOf(Uri address)
    {
        var path = address.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/embeddings", StringComparison.Ordinal)) return address;
        path += path.EndsWith("/v1", StringComparison.Ordinal) ? "/embeddings" : "/v1/embeddings";
        return new UriBuilder(address) { Path = path }.Uri;
    }
}
