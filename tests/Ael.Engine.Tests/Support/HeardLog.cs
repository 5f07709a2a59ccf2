using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Support;

/// <summary>Log lines as <c>Level: message</c>, in the order they came, from every category.</summary>
internal sealed class HeardLog : ILogger, ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Changes _changes = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Waits until a line contains the text.</summary>
    public Task WaitForAsync(string text, CancellationToken cancellationToken) => _changes.WaitForAsync(
        () => _lines.Any(l => l.Contains(text, StringComparison.Ordinal)), () => $"no line with '{text}' among:\n{string.Join('\n', _lines)}", cancellationToken);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
        _changes.Happened();
    }

    public void Dispose()
    {
    }
}
