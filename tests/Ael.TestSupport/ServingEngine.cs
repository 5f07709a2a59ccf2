using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Ael.TestSupport;

/// <summary>An engine process that serves, and the way to talk to it.</summary>
internal sealed class ServingEngine : IAsyncDisposable
{
    private static readonly string[] s_ends = ["completed", "failed", "cancelled", "timed_out"];

    private ServingEngine(EngineProcess process, Uri address, string metrics)
    {
        Process = process;
        Address = address;
        Metrics = metrics;
        Http = new HttpClient { BaseAddress = address, Timeout = EngineProcess.Patience };
    }

    public EngineProcess Process { get; }

    public Uri Address { get; }

    /// <summary>As the banner has it: a URL, or <c>off</c>.</summary>
    public string Metrics { get; }

    public HttpClient Http { get; }

    public Uri Mcp => new(Address, "/mcp");

    /// <summary>Starts it and waits for its banner, where it says what ports it got.</summary>
    public static async Task<ServingEngine> StartAsync(
        IEnumerable<string> args, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken, string? program = null)
    {
        var process = EngineProcess.Start(args, environment, program);
        try
        {
            var console = await process.LineAsync(" Console: ", cancellationToken);
            var metrics = await process.LineAsync(" Metrics: ", cancellationToken);
            await process.LineAsync("Ctrl-C stops it", cancellationToken);
            return new ServingEngine(process, new Uri(Value(console)), Value(metrics));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        await Http.GetFromJsonAsync<JsonElement>(path, cancellationToken);

    /// <summary>Runs a workflow and waits for its result.</summary>
    public Task<JsonElement> RunAsync(string workflow, object inputs, CancellationToken cancellationToken) =>
        PostAsync($"/api/v1/workflows/{workflow}/execute", new { inputs }, cancellationToken);

    /// <summary>Starts a workflow; gives the execution's id.</summary>
    public async Task<string> BeginAsync(string workflow, object inputs, CancellationToken cancellationToken) =>
        (await PostAsync($"/api/v1/workflows/{workflow}/execute?async=true", new { inputs }, cancellationToken)).GetProperty("execution_id").GetString()!;

    /// <summary>The result of an execution, when it has ended.</summary>
    public Task<JsonElement> EndAsync(string id, CancellationToken cancellationToken) =>
        UntilAsync($"/api/v1/executions/{id}", e => s_ends.Contains(e.GetProperty("status").GetString()), cancellationToken);

    /// <summary>Asks again and again until the answer is as wanted.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> wanted, CancellationToken cancellationToken)
    {
        JsonElement answer = default;
        await Eventually.TrueAsync(async () => wanted(answer = await GetAsync(path, cancellationToken)), () => $"{path} is {answer}\n{Process.Output}", cancellationToken);
        return answer;
    }

    /// <summary>What its page of metrics has for this one now: all series together that have this text among their labels.</summary>
    public async Task<double> MetricAsync(string name, CancellationToken cancellationToken, string labels = "")
    {
        using var http = new HttpClient();
        return (await http.GetStringAsync(new Uri(Metrics), cancellationToken)).Split('\n')
            .Where(l => (l.StartsWith($"{name}{{", StringComparison.Ordinal) || l.StartsWith($"{name} ", StringComparison.Ordinal)) && l.Contains(labels, StringComparison.Ordinal))
            .Sum(l => double.Parse(l[(l.LastIndexOf('}') + 1)..].Replace(name, "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));
    }

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        return Process.DisposeAsync();
    }

    private async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var response = await Http.PostAsJsonAsync(path, body, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    // "REST: http://...", behind whatever the log puts before a line.
    private static string Value(string line) => line[(line.LastIndexOf(' ') + 1)..];
}
