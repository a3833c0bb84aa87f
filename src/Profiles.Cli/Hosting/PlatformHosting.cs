using Microsoft.Extensions.Hosting;
using Profiles.Storage;
using Profiles.Streaming.Hosting;

namespace Profiles.Cli.Hosting;

/// <summary>Opens the data folder for a host of any kind; what can be wrong with it is said in one line.</summary>
internal static class PlatformHosting
{
    /// <summary>Registers the platform on a data folder.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="dataPath">The data folder.</param>
    /// <param name="practiceSlates">How many slates are practised before the host is ready; none for a
    /// command.</param>
    public static void Use(IHostApplicationBuilder builder, string dataPath, int practiceSlates = 0) =>
        Explained(dataPath, () => builder.AddEmbeddedProfiles(
            new ProfilesHostOptions { DataPath = dataPath, PracticeSlates = practiceSlates }));

    /// <summary>Starts a host that stands on the platform.</summary>
    /// <exception cref="CliException">Another process has the folder open, or it cannot be used.</exception>
    public static async Task StartAsync(IHost host, string dataPath, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (Explain(dataPath, fault) is { } explained)
        {
            throw explained;
        }
    }

    private static void Explained(string dataPath, Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault) when (Explain(dataPath, fault) is { } explained)
        {
            throw explained;
        }
    }

    private static CliException? Explain(string dataPath, Exception fault) => fault switch
    {
        AggregateException { InnerExceptions: [var only] } => Explain(dataPath, only),
        DataFolderInUseException inUse => new CliException(
            $"{inUse.Message} While 'profiles serve' has it open, use --url http://127.0.0.1:5080 instead of --data."),
        StorageCorruptException or UnsupportedFormatException or StorageUnavailableException =>
            new CliException(fault.Message),
        UnauthorizedAccessException or DirectoryNotFoundException =>
            new CliException($"The data folder {dataPath} cannot be used: {fault.Message}"),
        _ => null,
    };
}
