using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Reminders;

namespace Orleans.Hosting;

/// <summary>Registers reminders in memory.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    /// <summary>Keeps reminders in memory only; they end with the process.</summary>
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder)
    {
        builder.Services.AddSingleton<IReminderStore, MemoryReminderStore>();
        return builder.AddReminderService();
    }
}
