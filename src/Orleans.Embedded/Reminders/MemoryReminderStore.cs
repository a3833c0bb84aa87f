using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>Keeps nothing: the service itself has all reminders in memory.</summary>
internal sealed class MemoryReminderStore : IReminderStore
{
    public Task<IReadOnlyList<ReminderRow>> ReadAllAsync() => Task.FromResult<IReadOnlyList<ReminderRow>>([]);

    public Task WriteAsync(ReminderRow row) => Task.CompletedTask;

    public Task RemoveAsync(GrainId grainId, string reminderName) => Task.CompletedTask;
}
