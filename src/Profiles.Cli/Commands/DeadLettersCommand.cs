using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Profiles.Cli.Hosting;
using Profiles.Contracts;

namespace Profiles.Cli.Commands;

/// <summary>Looks at records that could not be folded, and appends them to the log again.</summary>
internal static class DeadLettersCommand
{
    public static Command Create(CliConsole console) => new(
        "dead-letters", "Records that could not be folded: list them, or replay them once their cause is gone.")
    {
        CreateList(console),
        CreateReplay(console),
    };

    private static Command CreateList(CliConsole console)
    {
        var data = CommonOptions.Data();
        var url = CommonOptions.Url();
        var limit = CommonOptions.Number("--limit", "The most lines.", 1, IDeadLetters.MaxListed, 100);
        var all = new Option<bool>("--all") { Description = "List those that were replayed already, too." };
        var command = new Command("list", "The oldest first, a line each.") { data, url, limit, all };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var letters = parsed.GetValue(url) is { } server
                ? await ListOfServerAsync(server, parsed.GetValue(limit), parsed.GetValue(all), cancellationToken)
                : await WithDataAsync(
                    parsed.GetValue(data)!,
                    store => store.ListAsync(parsed.GetValue(limit), parsed.GetValue(all), cancellationToken),
                    cancellationToken);
            foreach (var letter in letters) await console.Out.WriteLineAsync(LineOf(letter));
            return CommandLine.Success;
        });
        return command;
    }

    private static Command CreateReplay(CliConsole console)
    {
        var data = CommonOptions.Data();
        var url = CommonOptions.Url();
        var ids = new Argument<long[]>("ID") { Description = "Which to replay; all of them where none is given." };
        var command = new Command("replay", "Appends them to the log again, so that today's code folds them.")
        {
            ids, data, url,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = parsed.GetValue(ids) ?? [];
            var replayed = parsed.GetValue(url) is { } server
                ? await ReplayOnServerAsync(server, chosen, cancellationToken)
                : await WithDataAsync(
                    parsed.GetValue(data)!, store => store.ReplayAsync(chosen, cancellationToken), cancellationToken);
            await console.Out.WriteLineAsync($"replayed {replayed}");
            return CommandLine.Success;
        });
        return command;
    }

    private static async Task<T> WithDataAsync<T>(
        string dataPath, Func<IDeadLetters, ValueTask<T>> use, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(dataPath)) throw new CliException($"There is no data folder {dataPath}.");
        await using var platform = await LocalPlatform.StartAsync(dataPath, cancellationToken);
        var result = await use(platform.Services.GetRequiredService<IDeadLetters>());
        await platform.WaitUntilFoldedAsync(cancellationToken);
        return result;
    }

    private static async Task<IReadOnlyList<DeadLetter>> ListOfServerAsync(
        Uri url, int limit, bool includeReplayed, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(
            url, HttpMethod.Get,
            $"v1/operations/dead-letters?limit={limit}&includeReplayed={(includeReplayed ? "true" : "false")}",
            body: null, cancellationToken);
        return
        [
            .. answer.RootElement.GetProperty("items").EnumerateArray().Select(item => new DeadLetter(
                item.GetProperty("id").GetInt64(), item.GetProperty("partition").GetInt32(),
                item.GetProperty("sequence").GetInt64(), item.GetProperty("unit").GetString()!,
                item.GetProperty("cause").GetString()!, item.GetProperty("detail").GetString()!,
                item.GetProperty("at").GetDateTimeOffset(),
                item.GetProperty("replayedAt") is { ValueKind: JsonValueKind.String } at
                    ? at.GetDateTimeOffset() : null)),
        ];
    }

    private static async Task<int> ReplayOnServerAsync(Uri url, long[] ids, CancellationToken cancellationToken)
    {
        var body = $"{{\"ids\":[{string.Join(',', ids)}]}}";
        using var answer = await AskAsync(
            url, HttpMethod.Post, "v1/operations/dead-letters/replay", body, cancellationToken);
        return answer.RootElement.GetProperty("replayed").GetInt32();
    }

    private static async Task<JsonDocument> AskAsync(
        Uri url, HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        using var server = new ServerClient(url);
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) throw await ServerClient.FailureOfAsync(response, cancellationToken);
        return await ServerClient.JsonOfAsync(response, cancellationToken);
    }

    private static string LineOf(DeadLetter letter)
    {
        var replayed = letter.ReplayedAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"replayed {at.UtcDateTime:O}") : "not replayed";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{letter.Id}\t{letter.Partition}:{letter.Sequence}\t{letter.At.UtcDateTime:O}\t{replayed}\t{letter.Unit}\t"
            + $"{letter.Cause}\t{letter.Detail.ReplaceLineEndings(" ")}");
    }
}
