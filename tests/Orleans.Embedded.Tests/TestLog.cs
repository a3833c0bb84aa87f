using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orleans.Embedded.Tests;

/// <summary>Keeps what is logged, and lets a test wait for it.</summary>
public sealed class TestLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = new();
    private readonly SemaphoreSlim _added = new(0);

    public IEnumerable<string> Errors => _entries.Where(e => e.Level >= LogLevel.Error).Select(e => e.Text);

    public async Task<string> WaitForAsync(string part)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (_entries.FirstOrDefault(e => e.Text.Contains(part, StringComparison.Ordinal)) is { Text: { } text })
                return text;
            await _added.WaitAsync(timeout.Token);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        _entries.Enqueue((logLevel, $"{formatter(state, exception)} {exception?.Message}"));
        _added.Release();
    }
}
