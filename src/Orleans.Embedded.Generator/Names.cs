namespace Orleans.Embedded.Generator;

/// <summary>The names of the types that the generator knows or writes.</summary>
internal static class Names
{
    public const string Addressable = "Orleans.Runtime.IAddressable";
    public const string Immutable = "Orleans.ImmutableAttribute";
    public const string GenerateSerializer = "Orleans.GenerateSerializerAttribute";
    public const string Id = "Orleans.IdAttribute";
    public const string Alias = "Orleans.AliasAttribute";
    public const string ResponseTimeout = "Orleans.ResponseTimeoutAttribute";
    public const string ReadOnly = "Orleans.Concurrency.ReadOnlyAttribute";
    public const string AlwaysInterleave = "Orleans.Concurrency.AlwaysInterleaveAttribute";
    public const string OneWay = "Orleans.Concurrency.OneWayAttribute";
    public const string Manifest = "Orleans.Embedded.Invocation.GrainManifestAttribute";
    public const string Invocation = "global::Orleans.Embedded.Invocation";
    public const string RuntimeAssembly = "Orleans.Embedded";
}
