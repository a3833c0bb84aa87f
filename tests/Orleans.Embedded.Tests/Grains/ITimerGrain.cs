namespace Orleans.Embedded.Tests.Grains;

[Alias("timer")]
public interface ITimerGrain : IGrainWithStringKey
{
    Task StartAsync(TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive);

    Task StopAsync();

    Task ChangeAsync(TimeSpan dueTime);

    Task PassAsync(string gate);

    Task DeactivateAsync();
}
