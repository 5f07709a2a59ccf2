using System.Text.Json;
using Ael.Stack.Tests.Apis;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>What the engine's execution store holds, counted as metrics count.</summary>
internal static class StoreCounts
{
    /// <summary>Ended executions by workflow and status, and tool calls by tool and status, as <c>name/status</c>.</summary>
    public static async Task<(SortedDictionary<string, double> Executions, SortedDictionary<string, double> Calls)> OfAsync(
        ServingEngine engine, CancellationToken cancellationToken)
    {
        var executions = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var calls = new SortedDictionary<string, double>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await engine.GetAsync($"/api/v1/executions?limit=100{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellationToken);
            foreach (var execution in page.GetProperty("items").EnumerateArray())
            {
                var status = execution.GetProperty("status").GetString();
                Add(executions, execution.GetProperty("workflow").GetString()!, status switch
                {
                    "completed" => "success",
                    "failed" => "error",
                    "timed_out" => "timeout",
                    _ => status!,
                });
                var detail = await engine.GetAsync($"/api/v1/executions/{execution.GetProperty("execution_id").GetString()}/detail", cancellationToken);
                foreach (var call in detail.GetProperty("tool_calls").EnumerateArray())
                {
                    Add(calls, call.GetProperty("tool").GetString()!, Failed(call) ? "error" : "success");
                }
            }

            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);
        return (executions, calls);
    }

    /// <summary>Whether samples have exactly these counts, the names in that label.</summary>
    public static bool Equal(SortedDictionary<string, double> counts, IReadOnlyList<Sample> samples, string label) =>
        counts.SequenceEqual(new SortedDictionary<string, double>(samples.ToDictionary(s => $"{s[label]}/{s["status"]}", s => s.Value), StringComparer.Ordinal));

    private static bool Failed(JsonElement call) => call.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object;

    private static void Add(SortedDictionary<string, double> counts, string name, string status)
    {
        var key = $"{name}/{status}";
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
