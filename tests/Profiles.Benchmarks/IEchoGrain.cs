namespace Profiles.Benchmarks;

/// <summary>A grain without state that answers what it is given.</summary>
[Alias("benchmarks.echo")]
public interface IEchoGrain : IGrainWithIntegerKey
{
    [Alias("echo")]
    ValueTask<int> EchoAsync(int value);
}
