namespace Orleans.Embedded.Tests.Grains;

[Alias("fragile")]
public interface IFragileGrain : IGrainWithGuidKey
{
    Task<int> ActivationsAsync();
}
