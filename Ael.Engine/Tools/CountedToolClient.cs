using System.Collections.Frozen;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Telemetry;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>
/// Counts and times every tool call, whoever makes it: steps, code, REST and MCP clients. The one <see cref="IToolClient"/> that others
/// get, so that no call can go past it.
/// </summary>
internal sealed class CountedToolClient : IToolClient
{
    private readonly IToolClient _inner;
    private readonly AelTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly Lock _learning = new();
    private IReadOnlyList<ToolInfo>? _seen;
    private volatile FrozenSet<string> _known = [];

    public CountedToolClient(IToolClient inner, AelTelemetry telemetry, TimeProvider time)
    {
        _inner = inner;
        _telemetry = telemetry;
        _time = time;
        inner.Changed += Learn;
        inner.Changed += new OutageCount(inner, telemetry.Errors).Look;
    }

    public event Action? Changed
    {
        add => _inner.Changed += value;
        remove => _inner.Changed -= value;
    }

    public IReadOnlyList<ToolInfo> Tools => _inner.Tools;

    public IReadOnlyList<ServerStatus> Servers => _inner.Servers;

    public Task<JsonElement> CallAsync(ToolCall call, CancellationToken cancellationToken) =>
        CountedAsync(call, _inner.CallAsync, static (_, _) => null, cancellationToken);

    public Task<CallToolResult> CallRawAsync(ToolCall call, CancellationToken cancellationToken) =>
        CountedAsync(call, _inner.CallRawAsync, static (call, result) => ToolErrors.FromResult(result, call.Tool, call.Server ?? ""), cancellationToken);

    public Task RefreshAsync(CancellationToken cancellationToken) => _inner.RefreshAsync(cancellationToken);

    public Task WaitForFirstConnectAsync(CancellationToken cancellationToken) => _inner.WaitForFirstConnectAsync(cancellationToken);

    private async Task<T> CountedAsync<T>(
        ToolCall call, Func<ToolCall, CancellationToken, Task<T>> make, Func<ToolCall, T, AelError?> errorIn, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var status = CallStatus.Error;
        try
        {
            // WaitAsync: the engine's limits hold even when a tool source does not look at its token.
            var result = await make(call, cancellationToken).WaitAsync(cancellationToken);
            if (errorIn(call, result) is { } error)
            {
                _telemetry.Errors.Count(error, Components.ToolInvoker);
            }
            else
            {
                status = CallStatus.Success;
            }

            return result;
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            if (call.Stop is not { IsCancellationRequested: false })
            {
                // Nobody's error: who stopped the call has his reason.
                status = CallStatus.Cancelled;
                throw;
            }

            status = CallStatus.Timeout;
            var timeout = new ToolTimeoutException(call.Tool, e, cancellationToken);
            _telemetry.Errors.Count(timeout, Components.ToolInvoker, timeout.Error);
            throw timeout;
        }
        catch (Exception e)
        {
            _telemetry.Errors.Count(e, Components.ToolInvoker);
            throw;
        }
        finally
        {
            var elapsed = _time.GetElapsedTime(start);
            var tool = new KeyValuePair<string, object?>("tool", Label(call.Tool));
            _telemetry.ToolInvocations.Add(1, tool, new("status", status));
            _telemetry.ToolDuration.Record(elapsed.TotalSeconds, tool);
            call.Took = elapsed;
        }
    }

    // A server that is down keeps the names of its tools.
    private string Label(string tool)
    {
        if (!ReferenceEquals(_seen, _inner.Tools))
        {
            Learn();
        }

        return _known.Contains(tool) ? tool : MetricCatalogue.Unknown;
    }

    private void Learn()
    {
        lock (_learning)
        {
            _seen = _inner.Tools;
            if (_seen.Any(t => !_known.Contains(t.Name)))
            {
                _known = _known.Union(_seen.Select(t => t.Name)).ToFrozenSet(StringComparer.Ordinal);
            }
        }
    }
}
