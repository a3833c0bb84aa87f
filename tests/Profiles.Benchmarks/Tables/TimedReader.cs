using System.Diagnostics;
using Profiles.Analytics.Schema;
using Profiles.Analytics.Stores;

namespace Profiles.Benchmarks.Tables;

/// <summary>Says how long each statement took.</summary>
internal sealed class TimedReader(IAnalyticsReader inner) : IAnalyticsReader
{
    public SqlDialect Dialect => inner.Dialect;

    /// <summary>What the next statement is for.</summary>
    public Queue<string> Names { get; } = new();

    public async Task<List<object?[]>> ReadAsync(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var rows = await inner.ReadAsync(sql, parameters, cancellationToken);
        Report.Line(Names.Dequeue(), clock.Elapsed.TotalSeconds, "s", "-", inner.Dialect.Name);
        return rows;
    }
}
