namespace Orleans.Hosting;

/// <summary>Configures streams in memory, of which nothing is configured in process.</summary>
public interface ISiloMemoryStreamConfigurator
{
}
