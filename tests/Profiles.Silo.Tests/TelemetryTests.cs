using System.Net;
using Profiles.Analytics.Tests;

namespace Profiles.Silo.Tests;

/// <summary>A collector, by its own protocol over HTTP, is sent metrics and traces.</summary>
public sealed class TelemetryTests(PostgresServer server)
{
    [Fact]
    public async Task Telemetry_WhenACollectorIsNamed_SendsItMetricsAndTraces()
    {
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{SiloProcess.FreePorts(1)[0]}/";
        collector.Prefixes.Add(address);
        collector.Start();
        await using var cluster = await SiloCluster.StartAsync(
            server, 1, ("OTEL_EXPORTER_OTLP_ENDPOINT", address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"), ("OTEL_BSP_SCHEDULE_DELAY", "200"));
        await cluster.SendAsync(0, SomeEvents.Event("e1", "u1", 1));

        var heard = new HashSet<string>();
        while (!heard.IsSupersetOf(["/v1/metrics", "/v1/traces"]))
        {
            var sent = await collector.GetContextAsync().WaitAsync(cluster.Ended);
            await sent.Request.InputStream.CopyToAsync(Stream.Null, cluster.Ended);
            heard.Add(sent.Request.Url!.AbsolutePath);
            sent.Response.Close();
        }
    }
}
