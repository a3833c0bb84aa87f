using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Profiles.Api.Hosting;

namespace Profiles.Cli;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>The environment variable with the API keys, separated by commas.</summary>
    public const string KeysVariable = ApiAccess.KeysVariable;

    /// <summary>The environment variable with the connection string of the tables for analysts.</summary>
    public const string AnalyticsVariable = "PROFILES_ANALYTICS";

    /// <summary>The environment variable with the connection string of a cluster.</summary>
    public const string ClusterVariable = "PROFILES_CLUSTER";

    /// <summary>The data folder.</summary>
    public static Option<string> Data() => new("--data")
    {
        Description = "The data folder, created where there is none.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "data",
    };

    /// <summary>A running server to talk to instead of the data folder.</summary>
    public static Option<Uri?> Url() => HttpUrl(
        "--url", "http://127.0.0.1:5080",
        $"A running server to use instead of the data folder; its API key comes from {KeysVariable}.");

    /// <summary>An address of HTTP.</summary>
    public static Option<Uri?> HttpUrl(string name, string example, string description) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
            result.AddError($"'{text}' is not a URL such as {example}.");
            return null;
        },
    };

    /// <summary>Where the tables for analysts are.</summary>
    public static Option<string?> Analytics() => new("--analytics")
    {
        Description = "The connection string of a PostgreSQL database for exposures and outcomes, instead of a "
            + $"SQLite file in the data folder; better given by {AnalyticsVariable}, since it holds a secret.",
        HelpName = "CONNECTION",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(AnalyticsVariable),
    };

    /// <summary>The database of a cluster instead of the data folder.</summary>
    public static Option<string?> Cluster() => new("--cluster")
    {
        Description = "The connection string of the PostgreSQL database of a cluster, instead of the data folder; "
            + $"better given by {ClusterVariable}, since it holds a secret.",
        HelpName = "CONNECTION",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(ClusterVariable),
    };

    /// <summary>A number within bounds.</summary>
    public static Option<T> Number<T>(string name, string description, T least, T most, T standard)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                    return value;
                result.AddError($"{name} is '{text}'; it must be a number from {least} to {most}.");
                return default;
            },
        };

    /// <summary>The configured API keys.</summary>
    public static IReadOnlyList<string> ApiKeys() => List(Environment.GetEnvironmentVariable(KeysVariable));

    /// <summary>What stands between commas.</summary>
    public static IReadOnlyList<string> List(string? text) => ApiAccess.List(text);
}
