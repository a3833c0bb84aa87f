using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Reminders;
using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// The reminders of a grain: ticks that come although the grain is not active or the process was restarted.
/// </summary>
public static class GrainReminderExtensions
{
    /// <summary>
    /// Adds a reminder or changes it. The period is at least a minute by default; ticks missed while the process is
    /// down are not made up for.
    /// </summary>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(
        this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        Service(grain).RegisterOrUpdateAsync(Remindable(grain), reminderName, dueTime, period);

    /// <summary>Ends a reminder.</summary>
    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) =>
        Service(grain).UnregisterAsync(grain.GrainContext.GrainId, reminder);

    /// <summary>A reminder, or null.</summary>
    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName) =>
        Service(grain).GetAsync(grain.GrainContext.GrainId, reminderName);

    private static GrainId Remindable(IGrainBase grain) => grain is IRemindable
        ? grain.GrainContext.GrainId
        : throw new InvalidOperationException($"{grain.GetType()} does not implement {nameof(IRemindable)}.");

    private static ReminderService Service(IGrainBase grain) =>
        grain.GrainContext.ActivationServices.GetService<ReminderService>()
        ?? throw new OrleansConfigurationException("The silo keeps no reminders; add a reminder service to it.");
}
