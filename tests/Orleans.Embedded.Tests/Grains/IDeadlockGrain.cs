namespace Orleans.Embedded.Tests.Grains;

[Alias("deadlock")]
public interface IDeadlockGrain : IGrainWithStringKey
{
    [ResponseTimeout("00:00:10")]
    Task StartAsync(string other);

    [ResponseTimeout("00:00:10")]
    Task GoOnAsync(string first);

    [ResponseTimeout("00:00:01")]
    Task FinishAsync();
}
