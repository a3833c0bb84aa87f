using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>A silo of a test cluster.</summary>
public class InProcessSiloHandle
{
    internal InProcessSiloHandle(IHost host) => SiloHost = host;

    /// <summary>The host of the silo.</summary>
    public IHost SiloHost { get; init; }

    /// <summary>The container of the silo.</summary>
    public IServiceProvider ServiceProvider => SiloHost.Services;
}
