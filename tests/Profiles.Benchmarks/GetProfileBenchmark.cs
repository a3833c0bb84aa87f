using System.Diagnostics;
using Profiles.Benchmarks.Http;

namespace Profiles.Benchmarks;

/// <summary>GET /v1/profiles/{user} against bare Kestrel that returns the same bytes.</summary>
internal static class GetProfileBenchmark
{
    private const int Connections = 32;
    private const long Users = 10_000;

    public static async Task RunAsync(string dataPath)
    {
        double profiles;
        byte[] body;
        using (var server = await ServerUnderLoad.StartProfilesAsync(dataPath))
        {
            await EventsOverHttpBenchmark.SendAsync(server.Address, first: 0, events: Users * 10);
            await EventsOverHttpBenchmark.WaitUntilFoldedAsync(server.Address);
            using var client = new HttpClient();
            body = await client.GetByteArrayAsync(new Uri(server.Address, "/v1/profiles/" + EventBody.UserId(7)));
            var addresses = Enumerable.Range(0, (int)Users)
                .Select(user => new Uri(server.Address, "/v1/profiles/" + EventBody.UserId(user))).ToArray();
            profiles = await MeasureAsync(addresses);
            server.Stop();
        }

        var bodyFile = Path.Combine(dataPath, "body.json");
        await File.WriteAllBytesAsync(bodyFile, body);
        using var bare = await ServerUnderLoad.StartBareKestrelAsync(bodyFile);
        var yardstick = await MeasureAsync([new Uri(bare.Address, "/v1/profiles/u-000000000007")]);
        Report.Line($"bare Kestrel, the same {body.Length} bytes", yardstick, "requests/s", "", "");
        Report.Line("GET profile", profiles, "requests/s", "", $"{Connections} connections");
        Report.Line("GET profile, share of bare Kestrel", profiles / yardstick * 100, "%", "60", "");
    }

    private static async Task<double> MeasureAsync(Uri[] addresses)
    {
        await LoadAsync(addresses, TimeSpan.FromSeconds(5));
        var stopwatch = Stopwatch.StartNew();
        var requests = await LoadAsync(addresses, TimeSpan.FromSeconds(10));
        return requests / stopwatch.Elapsed.TotalSeconds;
    }

    private static async Task<long> LoadAsync(Uri[] addresses, TimeSpan time)
    {
        var prepared = addresses.Select(RawConnection.Get).ToArray();
        var stopwatch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(lane => Task.Run(async () =>
        {
            using var connection = await RawConnection.OpenAsync(addresses[0]);
            var count = 0L;
            for (var at = lane; stopwatch.Elapsed < time; at += Connections, count++)
            {
                var (status, _) = await connection.SendAsync(prepared[at % prepared.Length]);
                if (status is not (200 or 404)) throw new InvalidOperationException($"The server answered {status}.");
            }

            return count;
        })));
        return counts.Sum();
    }
}
