namespace Orleans.Embedded.Tests.Grains;

[Alias("consumer")]
public interface IConsumerGrain : IGrainWithStringKey
{
    Task<string> ReceivedAsync();

    Task FailNextAsync(int times);

    Task PublishAsync(string ns, string key, string item);
}
