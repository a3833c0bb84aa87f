using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Profiles.Benchmarks.Experiments;

/// <summary>Experiments that run on a server: each is a flag, and sets a parameter, which is another.</summary>
internal static class RunningExperiments
{
    /// <summary>How many experiments there are.</summary>
    public const int Count = 20;

    /// <summary>How many flags: theirs, the parameters that they set, and parameters that nobody sets.</summary>
    public const int Flags = 50;

    /// <summary>The key of an experiment; its variants are <c>a</c> and <c>b</c>.</summary>
    public static string KeyOf(int number) => "e" + number.ToString("D2", CultureInfo.InvariantCulture);

    /// <summary>Every second asks two things of the viewer; all take half of the viewers.</summary>
    public static string Json(int number)
    {
        var condition = number % 2 == 0 ? "" : """
            "condition":{"country":{"$in":["GB","IE"]},"age":{"$gt":20}},
            """;
        return $$$"""
            {"key":"{{{KeyOf(number)}}}","coverage":0.5,{{{condition}}}"variants":[{"key":"a","weight":0.5},
             {"key":"b","weight":0.5,"parameters":{"p{{{number}}}":20}}]}
            """;
    }

    public static async Task CreateAsync(HttpClient client, Uri server)
    {
        for (var number = 0; number < Flags - Count; number++)
            await SendAsync(client, HttpMethod.Put, new Uri(server, $"/v1/parameters/p{number}"), "12");
        for (var number = 0; number < Count; number++)
        {
            await SendAsync(client, HttpMethod.Post, new Uri(server, "/v1/experiments"), Json(number));
            await SendAsync(client, HttpMethod.Post, new Uri(server, $"/v1/experiments/{KeyOf(number)}/start"), "");
        }
    }

    private static async Task SendAsync(HttpClient client, HttpMethod method, Uri address, string body)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await client.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{address}: {await answer.Content.ReadAsStringAsync()}");
    }
}
