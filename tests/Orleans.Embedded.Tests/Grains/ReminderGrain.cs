using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

public sealed class ReminderGrain(Probe probe) : Grain, IReminderGrain, IRemindable
{
    public Task RegisterAsync(string name, TimeSpan dueTime, TimeSpan period) =>
        this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task UnregisterAsync(string name) =>
        await this.UnregisterReminder(await this.GetReminder(name) ?? throw new ReminderException(name));

    public async Task<bool> HasAsync(string name) => await this.GetReminder(name) is { } found
        && found.ReminderName == name;

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var number = (status.CurrentTickTime - status.FirstTickTime) / status.Period;
        probe.Add($"{this.GetPrimaryKeyString()} {reminderName} {number}");
        return reminderName == "failing" ? throw new InvalidOperationException("reminder failure") : Task.CompletedTask;
    }

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
