using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Profiles.Simulation;

/// <summary>
/// A front end of random viewers: it reads assignments and posts the exposures, evaluates flags, asks for slates and
/// posts events. What it posts it posts again until it is acknowledged, and sometimes once more.
/// </summary>
public sealed class ViewerClient(HttpClient http, SeenVariants seen, int seed, int viewers)
{
    private static readonly string[] Flags = ["colour", "shape"];

    private readonly Random _random = new(seed);
    private readonly List<(Viewer Viewer, string EventId, JsonObject Json)> _events = [];
    private readonly List<(Viewer Viewer, string Experiment, string Variant)> _exposures = [];
    private int _sent;

    /// <summary>Requests that were answered.</summary>
    public int Answers { get; private set; }

    /// <summary>What was posted again, because the server went away before it answered.</summary>
    public int Repeats { get; private set; }

    /// <summary>Answers in which a variant was kept against what the weights say now.</summary>
    public int Kept { get; private set; }

    /// <summary>Works until the server goes away or the time is over, and tells of each answer.</summary>
    public async Task WorkAsync(Uri server, Action answered, CancellationToken cancellationToken)
    {
        if (!await PostAgainAsync(server)) return;
        while (!cancellationToken.IsCancellationRequested)
        {
            var viewer = new Viewer(_random.Next(viewers));
            var isAnswered = _random.Next(8) switch
            {
                < 3 => await ReadAndExposeAsync(server),
                < 5 => await EvaluateAsync(server, viewer),
                < 7 => await AskForSlateAsync(server, viewer),
                _ => await SendEventsAsync(server),
            };
            if (!isAnswered) return;
            answered();
        }
    }

    /// <summary>Posts what was not acknowledged.</summary>
    /// <returns>Whether all of it is now.</returns>
    public async Task<bool> PostAgainAsync(Uri server)
    {
        if (_events.Count + _exposures.Count > 0) Repeats++;
        return await PostEventsAsync(server) && await PostExposuresAsync(server);
    }

    private async Task<bool> ReadAndExposeAsync(Uri server)
    {
        for (var count = _random.Next(1, 6); count > 0; count--)
        {
            var viewer = new Viewer(_random.Next(viewers));
            if (await SendAsync(HttpMethod.Get, server, viewer.AssignmentsPath) is not { } answer) return false;
            foreach (var item in answer["assignments"]!.AsArray())
            {
                var (experiment, variant) = ((string)item!["experiment"]!, (string)item["variant"]!);
                seen.Show(viewer, experiment, variant);
                if ((string)item["reason"]! == "sticky") Kept++;
                if ((bool)item["exposable"]!) _exposures.Add((viewer, experiment, variant));
            }
        }

        return await PostExposuresAsync(server);
    }

    private async Task<bool> EvaluateAsync(Uri server, Viewer viewer)
    {
        var flag = Flags[_random.Next(Flags.Length)];
        var context = new JsonObject { [viewer.IdName] = viewer.Id };
        var answer = await SendAsync(
            HttpMethod.Post, server, $"/ofrep/v1/evaluate/flags/{flag}", new JsonObject { ["context"] = context });
        if (answer is null) return false;
        if (answer["metadata"]!["experiment"] is not { } experiment) return true;
        if ((string)answer["reason"]! == "SPLIT")
            seen.Acknowledge(viewer, (string)experiment!, (string)answer["variant"]!);
        else seen.Show(viewer, (string)experiment!, (string)answer["variant"]!);
        return true;
    }

    private async Task<bool> AskForSlateAsync(Uri server, Viewer viewer)
    {
        if (await SendAsync(HttpMethod.Get, server, viewer.NextPath) is not { } answer) return false;
        foreach (var item in answer["assignments"]!.AsArray())
            seen.Acknowledge(viewer, (string)item!["experiment"]!, (string)item["variant"]!);
        return true;
    }

    private async Task<bool> SendEventsAsync(Uri server)
    {
        for (var count = _random.Next(1, 10); count > 0; count--)
        {
            var viewer = new Viewer(_random.Next(viewers));
            var id = string.Create(CultureInfo.InvariantCulture, $"event-{seed}-{_sent++}");
            var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            _events.Add((viewer, id, new JsonObject
            {
                ["id"] = id, [viewer.IdName] = viewer.Id, ["contentId"] = id, ["type"] = "play", ["occurredAt"] = time,
            }));
        }

        return await PostEventsAsync(server);
    }

    private async Task<bool> PostEventsAsync(Uri server)
    {
        if (!await PostAsync(server, "/v1/events", [.. _events.Select(item => item.Json.DeepClone())])) return false;
        foreach (var (viewer, id, _) in _events) seen.Acknowledge(viewer, id);
        _events.Clear();
        return true;
    }

    private async Task<bool> PostExposuresAsync(Uri server)
    {
        JsonNode[] items =
        [
            .. _exposures.Select(item => new JsonObject
            {
                [item.Viewer.IdName] = item.Viewer.Id, ["experiment"] = item.Experiment, ["variant"] = item.Variant,
            }),
        ];
        if (!await PostAsync(server, "/v1/exposures", items)) return false;
        foreach (var (viewer, experiment, variant) in _exposures) seen.Acknowledge(viewer, experiment, variant);
        _exposures.Clear();
        return true;
    }

    // What is acknowledged is acknowledged, whatever becomes of the repetition.
    private async Task<bool> PostAsync(Uri server, string path, JsonNode[] items)
    {
        for (var times = _random.Next(6) == 0 ? 2 : 1; times > 0 && items.Length > 0; times--)
        {
            var body = new JsonArray([.. items.Select(item => item.DeepClone())]);
            if (await SendAsync(HttpMethod.Post, server, path, body) is not { } answer) return false;
            Assert.Empty(answer["rejected"]!.AsArray());
            Assert.Equal(items.Length, (int)answer["accepted"]! + (int)answer["duplicates"]!);
        }

        return true;
    }

    /// <summary>The answer; null where the server went away.</summary>
    private async Task<JsonNode?> SendAsync(HttpMethod method, Uri server, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(
                answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted,
                $"{path}: {answer.StatusCode}: {text}");
            Answers++;
            return JsonNode.Parse(text);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
