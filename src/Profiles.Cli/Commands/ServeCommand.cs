using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Profiles.Analytics;
using Profiles.Analytics.Hosting;
using Profiles.Api;
using Profiles.Api.Hosting;
using Profiles.Cli.Hosting;
using Profiles.Cli.Learning;

namespace Profiles.Cli.Commands;

/// <summary>Runs the platform and its API until it is told to stop.</summary>
internal static class ServeCommand
{
    // Enough for the compiler to have seen every path often, in about a second.
    private const int PracticeSlates = 1_000;

    private const string DefaultUrl = "http://127.0.0.1:5080";
    private const ulong DemoSeed = 1;

    public static Command Create(CliConsole console)
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen, separated by semicolons. "
                + $"Beyond this machine only with {CommonOptions.KeysVariable}.",
            HelpName = "URL",
            DefaultValueFactory = _ => DefaultUrl,
        };
        urls.Validators.Add(result =>
        {
            foreach (var url in ListenAddress.Split(result.GetValueOrDefault<string>() ?? ""))
            {
                if (ListenAddress.TryRead(url, out _)) continue;
                result.AddError($"'{url}' is not an address such as {DefaultUrl}.");
            }
        });
        var origins = new Option<string>("--origins")
        {
            Description = "Origins, separated by commas, whose pages may evaluate flags from a browser; * for all. "
                + "Those of this server always may.",
            HelpName = "ORIGIN",
            DefaultValueFactory = _ => "",
        };
        var data = CommonOptions.Data();
        var demo = new Option<bool>("--demo")
        {
            Description = "Fill the data folder, if it is empty, with simulated viewers and a model that learnt "
                + "from them.",
        };
        var analytics = CommonOptions.Analytics();
        var command = new Command("serve", "Runs the platform and its API until it is told to stop.")
        {
            urls, data, demo, analytics, origins,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            ListenAddress.Split(parsed.GetValue(urls)!), parsed.GetValue(data)!, parsed.GetValue(demo),
            parsed.GetValue(analytics), CommonOptions.List(parsed.GetValue(origins)), console, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] urls, string dataPath, bool isDemo, string? analytics, IReadOnlyList<string> origins,
        CliConsole console, CancellationToken cancellationToken)
    {
        var access = ReadAccess(urls);
        await using var app = Build(urls, dataPath, analytics, api =>
        {
            access.Apply(api);
            api.BrowserOrigins = [.. origins];
        });
        await StartAsync(app, dataPath, cancellationToken);
        var isLoaded = isDemo && await DemoLoader.LoadAsync(app.Services, console, cancellationToken);

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        await console.Out.WriteLineAsync(
            $"profiles listens on {string.Join(", ", addresses)} with its data in {Path.GetFullPath(dataPath)}");
        if (isLoaded)
            await console.Error.WriteLineAsync(
                await TrainCommand.TrainAsync(
                    TrainingGround.OfFolder(dataPath), DemoSeed, null, console, cancellationToken));
        await app.WaitForShutdownAsync(cancellationToken);
        return CommandLine.Success;
    }

    private static WebApplication Build(
        string[] urls, string dataPath, string? analytics, Action<ProfilesApiOptions> configure)
    {
        var builder = ApiHost.CreateBuilder("profiles", []);
        builder.WebHost.UseUrls(urls);
        ApiHost.LogToErrorStream(builder);
        builder.Services.AddProfilesApi(configure);
        PlatformHosting.Use(builder, dataPath, PracticeSlates);
        builder.AddProfilesAnalytics(new AnalyticsOptions { PostgresConnectionString = analytics });
        return builder.Build().MapProfilesApi();
    }

    private static async Task StartAsync(WebApplication app, string dataPath, CancellationToken cancellationToken)
    {
        try
        {
            await PlatformHosting.StartAsync(app, dataPath, cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CliException($"{fault.Message} Choose another address with --urls.");
        }
    }

    private static ApiAccess ReadAccess(string[] urls)
    {
        try
        {
            var access = ApiAccess.Read(Environment.GetEnvironmentVariable);
            access.RefuseOpen(urls);
            return access;
        }
        catch (ValidationException wrong)
        {
            throw new CliException(wrong.Message, CommandLine.WrongUsage);
        }
    }
}
