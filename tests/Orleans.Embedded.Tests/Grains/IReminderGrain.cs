namespace Orleans.Embedded.Tests.Grains;

[Alias("reminder")]
public interface IReminderGrain : IGrainWithStringKey
{
    Task RegisterAsync(string name, TimeSpan dueTime, TimeSpan period);

    Task UnregisterAsync(string name);

    Task<bool> HasAsync(string name);

    Task DeactivateAsync();
}
