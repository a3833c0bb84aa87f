namespace Orleans.Embedded.Tests.Grains;

[Alias("two-streams")]
public interface ITwoStreamsGrain : IGrainWithStringKey
{
}
