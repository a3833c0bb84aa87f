namespace Orleans.TestingHost;

/// <summary>What tells a silo of a test cluster from the others.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    /// <summary>The name of the silo.</summary>
    public string SiloName { get; set; } = "Primary";
}
