namespace Orleans.Embedded.Tests.Grains;

[Alias("ageing")]
public interface IAgeingGrain : IGrainWithStringKey
{
    Task TouchAsync();

    Task DelayAsync(TimeSpan time);

    Task PassAsync(string gate);

    Task StartTimerAsync(bool keepAlive);
}
