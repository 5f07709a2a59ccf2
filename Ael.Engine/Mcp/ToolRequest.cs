using System.Diagnostics;
using System.Text.Json;

namespace Ael.Engine.Mcp;

/// <summary>One <c>tools/call</c>, free of the protocol's generations.</summary>
/// <param name="Arguments">A JSON object.</param>
/// <param name="Outbox">Where progress and log lines of this call go.</param>
/// <param name="Trace">The caller's trace context, default when it has none.</param>
/// <param name="Disconnected">Cancelled when the caller's connection is gone; never, where there is none.</param>
internal sealed record ToolRequest(JsonElement Arguments, Outbox Outbox, ActivityContext Trace, CancellationToken Disconnected);
