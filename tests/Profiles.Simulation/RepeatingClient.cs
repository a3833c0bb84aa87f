using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Profiles.Simulation;

/// <summary>
/// Sends events in batches and sends a batch again until it is acknowledged, as a careful client does. Some batches are
/// sent again although they were acknowledged.
/// </summary>
public sealed class RepeatingClient(HttpClient http, int seed, int users)
{
    private static readonly DateTimeOffset FirstEventTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private readonly int[] _acknowledged = new int[users];
    private List<(int User, string Line)> _pending = [];
    private int _sent;

    /// <summary>Events acknowledged of each user.</summary>
    public IReadOnlyList<int> Acknowledged => _acknowledged;

    /// <summary>Batches that had to be sent again because the server went away before it answered.</summary>
    public int Repeats { get; private set; }

    /// <summary>The token of the last acknowledgement.</summary>
    public string LastToken { get; private set; } = "";

    public static string UserId(int user) => "user-" + user.ToString(CultureInfo.InvariantCulture);

    /// <summary>Sends until the server goes away, the time is over, or the count of batches is reached.</summary>
    public async Task SendAsync(Uri server, int batches, CancellationToken cancellationToken)
    {
        for (var batch = 0; batch < batches && !cancellationToken.IsCancellationRequested; batch++)
        {
            if (_pending.Count == 0) _pending = NextBatch();
            else Repeats++;

            if (!await TrySendAsync(server, _pending)) return;
            foreach (var (user, _) in _pending) _acknowledged[user]++;

            var again = _random.Next(10) == 0;
            if (again && !await TrySendAsync(server, _pending))
            {
                _pending = [];
                return;
            }

            _pending = [];
        }
    }

    private async Task<bool> TrySendAsync(Uri server, List<(int User, string Line)> batch)
    {
        using var content = new StringContent(string.Join('\n', batch.Select(item => item.Line)), Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        try
        {
            using var answer = await http.PostAsync(new Uri(server, "/v1/events"), content);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{answer.StatusCode}: {body}");
            using var json = JsonDocument.Parse(body);
            var taken = json.RootElement.GetProperty("accepted").GetInt32()
                + json.RootElement.GetProperty("duplicates").GetInt32();
            Assert.Equal(batch.Count, taken);
            LastToken = json.RootElement.GetProperty("token").GetString()!;
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    private List<(int User, string Line)> NextBatch()
    {
        var batch = new List<(int User, string Line)>();
        var size = _random.Next(1, 50);
        for (var index = 0; index < size; index++)
        {
            var user = _random.Next(users);
            var time = FirstEventTime.AddSeconds(_sent).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            var line = $$"""
                {"id":"{{seed}}-{{_sent}}","userId":"{{UserId(user)}}","contentId":"content-{{_random.Next(200)}}",
                "type":"play","occurredAt":"{{time}}"}
                """.ReplaceLineEndings("");
            batch.Add((user, line));
            _sent++;
        }

        return batch;
    }
}
