using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace Profiles.Cli.Commands;

/// <summary>
/// Configures experiments on a running server and reads their results; answers what can be found, and how often chance
/// is mistaken for an effect, without one.
/// </summary>
internal static class ExperimentsCommand
{
    private const string ActorHeader = "X-Actor";

    private static readonly Uri DefaultServer = new("http://127.0.0.1:5080");

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static Command Create(CliConsole console) => new(
        "experiments", "Experiments of a running server: configure, run and read them; power and simulations.")
    {
        CreateList(console),
        CreateShow(console, "show", "An experiment as it is configured, and what it comes to now.", ""),
        CreateSend(
            console, "create", "Creates an experiment, or replaces the one with its key.", HttpMethod.Put, ""),
        CreateSend(
            console, "validate", "Says everything that is wrong with a configuration; changes nothing.",
            HttpMethod.Post, "/validate"),
        CreateSend(
            console, "preview", "Says whom an experiment would be for, among the viewers that were active last.",
            HttpMethod.Post, "/preview"),
        CreateLife(console, "start", "Starts a draft, or goes on after a pause."),
        CreateLife(console, "pause", "Assigns nobody for a while."),
        CreateLife(console, "stop", "Stops for good; results stay."),
        CreateLife(console, "archive", "Puts away what is over."),
        CreateRamp(console),
        CreateShow(console, "results", "What an experiment found, and whether to trust it.", "/results"),
        CreateShow(console, "audit", "Who changed an experiment, when, before and after.", "/audit"),
        ExperimentNumbers.CreatePower(console),
        ExperimentNumbers.CreateSimulate(console),
    };

    private static Command CreateList(CliConsole console)
    {
        var url = CommonOptions.Url();
        var command = new Command("list", "A line each: key, state, coverage, variants, owner.") { url };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var answer = await AskAsync(
                parsed.GetValue(url), HttpMethod.Get, "v1/experiments", null, cancellationToken);
            foreach (var item in answer.RootElement.GetProperty("experiments").EnumerateArray())
                await console.Out.WriteLineAsync(LineOf(item));
            return CommandLine.Success;
        });
        return command;
    }

    private static Command CreateShow(CliConsole console, string name, string description, string path)
    {
        var key = Key();
        var url = CommonOptions.Url();
        var command = new Command(name, description) { key, url };
        command.SetAction((parsed, cancellationToken) => TellAsync(
            console, parsed.GetValue(url), HttpMethod.Get, PathOf(parsed.GetValue(key)!) + path, null,
            cancellationToken));
        return command;
    }

    private static Command CreateSend(
        CliConsole console, string name, string description, HttpMethod method, string path)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "JSON of the experiment, as the API takes it." };
        var url = CommonOptions.Url();
        var command = new Command(name, description) { file, url };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = await ReadAsync(parsed.GetValue(file)!, cancellationToken);
            var target = path.Length > 0 ? "v1/experiments" + path : PathOf(KeyOf(body));
            return await TellAsync(console, parsed.GetValue(url), method, target, body, cancellationToken);
        });
        return command;
    }

    private static Command CreateLife(CliConsole console, string action, string description)
    {
        var key = Key();
        var url = CommonOptions.Url();
        var command = new Command(action, description) { key, url };
        command.SetAction((parsed, cancellationToken) => TellAsync(
            console, parsed.GetValue(url), HttpMethod.Post, $"{PathOf(parsed.GetValue(key)!)}/{action}", null,
            cancellationToken));
        return command;
    }

    private static Command CreateRamp(CliConsole console)
    {
        var key = Key();
        var coverage = new Option<double>("--coverage")
        {
            Description = "The share of the units to cover, 0 to 1.", HelpName = "SHARE", Required = true,
        };
        var url = CommonOptions.Url();
        var command = new Command("ramp", "Covers another share of the units.") { key, coverage, url };
        command.SetAction((parsed, cancellationToken) => TellAsync(
            console, parsed.GetValue(url), HttpMethod.Post, PathOf(parsed.GetValue(key)!) + "/ramp",
            FormattableString.Invariant($"{{\"coverage\":{parsed.GetValue(coverage)}}}"), cancellationToken));
        return command;
    }

    private static Argument<string> Key() => new("KEY") { Description = "The key of the experiment." };

    private static string PathOf(string key) => "v1/experiments/" + Uri.EscapeDataString(key);

    private static async Task<string> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists) throw new CliException($"There is no file {file.FullName}.");
        return await File.ReadAllTextAsync(file.FullName, cancellationToken);
    }

    private static string KeyOf(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("key", out var key) && key.GetString() is { Length: > 0 } text)
                return text;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new CliException($"The file is no JSON of an experiment: {fault.Message}");
        }

        throw new CliException("The experiment has no 'key'.");
    }

    private static string LineOf(JsonElement item)
    {
        var (experiment, now) = (item.GetProperty("experiment"), item.GetProperty("now"));
        var variants = experiment.GetProperty("variants").EnumerateArray()
            .Select(variant => $"{variant.GetProperty("key").GetString()}:{variant.GetProperty("weight")}");
        return string.Join(
            '\t', experiment.GetProperty("key").GetString(), now.GetProperty("state").GetString(),
            now.GetProperty("coverage").ToString(), string.Join(',', variants),
            experiment.TryGetProperty("owner", out var owner) ? owner.GetString() : "");
    }

    private static async Task<int> TellAsync(
        CliConsole console, Uri? url, HttpMethod method, string path, string? body,
        CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(url, method, path, body, cancellationToken);
        using var bytes = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(bytes, Indented)) answer.RootElement.WriteTo(writer);
        await console.Out.WriteLineAsync(Encoding.UTF8.GetString(bytes.ToArray()));
        return answer.RootElement.TryGetProperty("valid", out var valid) && !valid.GetBoolean()
            ? CommandLine.Failure
            : CommandLine.Success;
    }

    private static async Task<JsonDocument> AskAsync(
        Uri? url, HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        using var server = new ServerClient(url ?? DefaultServer);
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(ActorHeader, Environment.UserName);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode) return await ServerClient.JsonOfAsync(response, cancellationToken);
        throw await FailureOfAsync(response, cancellationToken);
    }

    /// <summary>Everything that the server says is wrong, in one line.</summary>
    private static async Task<CliException> FailureOfAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return await ServerClient.FailureOfAsync(response, cancellationToken);
        using var problem = await ServerClient.JsonOfAsync(response, cancellationToken);
        if (!problem.RootElement.TryGetProperty("errors", out var errors))
            return new CliException(problem.RootElement.GetProperty("detail").GetString()!);
        return new CliException(string.Join("; ", errors.EnumerateArray().Select(error =>
            $"{error.GetProperty("path").GetString()}: {error.GetProperty("remedy").GetString()}")));
    }
}
