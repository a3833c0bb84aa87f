using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>Keeps reminders.</summary>
internal interface IReminderStore
{
    Task<IReadOnlyList<ReminderRow>> ReadAllAsync();

    Task WriteAsync(ReminderRow row);

    Task RemoveAsync(GrainId grainId, string reminderName);
}
