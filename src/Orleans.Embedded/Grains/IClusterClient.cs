namespace Orleans;

/// <summary>The way into the grains for code that is not a grain.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The container of the silo.</summary>
    IServiceProvider ServiceProvider { get; }
}
