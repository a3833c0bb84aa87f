using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.Embedded.Reminders;

internal static class ReminderSiloBuilderExtensions
{
    public static ISiloBuilder AddReminderService(this ISiloBuilder builder)
    {
        builder.Services.TryAddSingleton<ReminderService>();
        builder.Services.AddSingleton<IHostedService>(services => services.GetRequiredService<ReminderService>());
        return builder;
    }
}
