using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Profiles.Silo;

/// <summary>One node of the cluster, from its start to SIGTERM; what is wrong is said in one line.</summary>
internal static class SiloProgram
{
    /// <summary>It stopped in good order.</summary>
    public const int Success = 0;

    /// <summary>Something went wrong; the error stream says what.</summary>
    public const int Failure = 1;

    /// <summary>The configuration is wrong; the error stream names the key.</summary>
    public const int WrongUsage = 2;

    private const string Usage =
        """
        A node of a cluster, configured by the environment or by arguments:

          Profiles__Cluster__ConnectionString='Host=...' dotnet Profiles.Silo.dll --Profiles:Silo:Role=All

        docs/cluster.md has the table of all settings.
        """;

    /// <summary>Runs the node until it is told to stop.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (args is ["--help" or "-h" or "-?"])
        {
            await output.WriteLineAsync(Usage);
            return Success;
        }

        try
        {
            await using var app = await SiloHost.BuildAsync(args, CancellationToken.None);
            await app.StartAsync();
            await output.WriteLineAsync($"profiles-silo listens on {string.Join(", ", AddressesOf(app))}");
            await app.WaitForShutdownAsync();
            return Success;
        }
        catch (ValidationException wrong)
        {
            return await ExplainAsync(wrong, WrongUsage);
        }
        catch (Exception fault)
        {
            return await ExplainAsync(fault, Failure);
        }

        async Task<int> ExplainAsync(Exception fault, int code)
        {
            while (fault is AggregateException { InnerExceptions: [var only] }) fault = only;
            await error.WriteLineAsync($"profiles-silo: {fault.Message.ReplaceLineEndings(" ")}");
            return code;
        }
    }

    private static ICollection<string> AddressesOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
}
