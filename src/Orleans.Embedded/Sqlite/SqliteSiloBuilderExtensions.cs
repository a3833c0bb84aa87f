using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Embedded.Reminders;
using Orleans.Embedded.Storage;
using Orleans.Hosting;
using Orleans.Storage;

namespace Orleans.Embedded.Sqlite;

/// <summary>Registers what is kept in SQLite files.</summary>
public static class SqliteSiloBuilderExtensions
{
    /// <summary>Adds a grain storage under a name.</summary>
    public static ISiloBuilder AddSqliteGrainStorage(
        this ISiloBuilder builder, string name, Action<SqliteGrainStorageOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(name, configureOptions);
        builder.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => new SqliteGrainStorage(
            services.GetRequiredService<IOptionsMonitor<SqliteGrainStorageOptions>>().Get(name).Path));
        return builder;
    }

    /// <summary>Adds the grain storage for states that name none.</summary>
    public static ISiloBuilder AddSqliteGrainStorageAsDefault(
        this ISiloBuilder builder, Action<SqliteGrainStorageOptions> configureOptions) =>
        builder.AddSqliteGrainStorage(StatePlace.DefaultStorageName, configureOptions);

    /// <summary>Keeps reminders in a file, so that they survive a restart.</summary>
    public static ISiloBuilder UseSqliteReminders(this ISiloBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IReminderStore>(_ => new SqliteReminderStore(path));
        return builder.AddReminderService();
    }
}
