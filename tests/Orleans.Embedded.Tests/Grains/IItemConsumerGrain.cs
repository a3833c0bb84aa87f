namespace Orleans.Embedded.Tests.Grains;

[Alias("item-consumer")]
public interface IItemConsumerGrain : IGrainWithGuidKey
{
    Task<string> ReceivedAsync();
}
