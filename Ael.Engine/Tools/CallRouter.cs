using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>
/// Brings the notifications of one server to the calls in flight. Progress names its call. A log line does not, so every call in flight
/// that wants log lines gets it.
/// </summary>
internal sealed class CallRouter(string server, CallContexts contexts, ILogger logger, Action onToolsChanged)
{
    // Goes from the call to the transport within the request, and no further.
    private const string Mark = "ael/call";

    private readonly ConcurrentDictionary<long, CallInFlight> _calls = new();
    private long _lastId;

    /// <summary>Registers a call until the result is disposed; <paramref name="meta"/> goes with its request.</summary>
    public CallInFlight Add(ToolCall call, out JsonObject meta)
    {
        var id = Interlocked.Increment(ref _lastId);
        meta = new JsonObject { [Mark] = id };
        if (call.Progress is not null)
        {
            meta["progressToken"] = id;
        }

        contexts.Add(id);
        return _calls[id] = new CallInFlight(call, () =>
        {
            contexts.Remove(id);
            _calls.TryRemove(id, out _);
        });
    }

    /// <summary>The call that a request belongs to, null for none. Completes the request's <c>_meta</c>.</summary>
    public CallInFlight? Find(JsonObject parameters)
    {
        if (parameters["_meta"] is not JsonObject meta || meta[Mark] is not { } mark)
        {
            return null;
        }

        meta.Remove(Mark);
        _calls.TryGetValue(mark.GetValue<long>(), out var call);
        // From protocol 2026-07-28 on, a server logs during a request only when that request says so.
        if (call is not null && meta[MetaNames.ProtocolVersion] is not null)
        {
            meta[MetaNames.LogLevel] = call.Call.Log is null ? "info" : "debug";
        }

        if (meta.Count == 0)
        {
            parameters.Remove("_meta");
        }

        return call;
    }

    /// <summary>Whether the notification ends here.</summary>
    public bool Take(JsonRpcNotification notification)
    {
        try
        {
            switch (notification.Method)
            {
                case NotificationMethods.ProgressNotification:
                    Progress(notification.Params);
                    return true;
                case NotificationMethods.LoggingMessageNotification:
                    Log(notification.Params);
                    return true;
                case NotificationMethods.ToolListChangedNotification:
                    onToolsChanged();
                    return true;
                default:
                    return false;
            }
        }
        catch (Exception e)
        {
            // A malformed notification, or a receiver that failed, must not end the connection.
            ToolsLog.Ignored(logger, server, notification.Method, e);
            return true;
        }
    }

    private static LogLevel LevelOf(LoggingLevel level) => level switch
    {
        LoggingLevel.Debug => LogLevel.Debug,
        LoggingLevel.Info or LoggingLevel.Notice => LogLevel.Information,
        LoggingLevel.Warning => LogLevel.Warning,
        LoggingLevel.Error => LogLevel.Error,
        _ => LogLevel.Critical,
    };

    private void Progress(JsonNode? parameters)
    {
        if (parameters.Deserialize<ProgressNotificationParams>(McpJsonUtilities.DefaultOptions) is { } progress
            && progress.ProgressToken.Token is long id && _calls.TryGetValue(id, out var call))
        {
            call.Call.Progress?.Report(progress.Progress);
        }
    }

    private void Log(JsonNode? parameters)
    {
        if (parameters.Deserialize<LoggingMessageNotificationParams>(McpJsonUtilities.DefaultOptions) is not { } entry)
        {
            return;
        }

        contexts.Run((logger, server, entry), static said =>
        {
            var level = LevelOf(said.entry.Level);
            ToolsLog.ServerLog(said.logger, level, said.server, said.entry.Data);
        });
        foreach (var call in _calls.Values)
        {
            call.Call.Log?.Invoke(entry);
        }
    }
}
