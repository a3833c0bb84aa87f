namespace Orleans.Embedded.Tests.Grains;

[Alias("worker")]
public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task<int> PassAsync(string gate);
}
