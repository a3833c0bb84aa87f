using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that takes reminders.</summary>
public interface IRemindable : IGrain, IAddressable
{
    /// <summary>Takes a tick; when it fails the next one comes all the same.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
