namespace Orleans.Hosting;

/// <summary>What reminders may be like.</summary>
public sealed class ReminderOptions
{
    /// <summary>The shortest period; a minute by default, more than zero.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
