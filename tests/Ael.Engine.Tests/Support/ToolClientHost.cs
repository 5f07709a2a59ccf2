using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ael.Engine.Tests.Support;

/// <summary>A started tool client over the given servers; disposing it closes their connections and ends their processes.</summary>
internal sealed class ToolClientHost : IAsyncDisposable
{
    private ToolClientHost(ToolClient client) => Client = client;

    public ToolClient Client { get; }

    public static async Task<ToolClientHost> StartAsync(
        IReadOnlyDictionary<string, McpServerOptions>? servers = null, IEnumerable<IToolSource>? sources = null, TimeProvider? time = null,
        TimeSpan? connectTimeout = null, int? maxMessageBytes = null)
    {
        var tools = new ToolOptions();
        var options = new EngineOptions
        {
            Tools = tools with
            {
                McpServers = servers ?? new Dictionary<string, McpServerOptions>(),
                ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(30),
                MaxMessageBytes = maxMessageBytes ?? tools.MaxMessageBytes,
            },
        };
        var client = new ToolClient(options, sources ?? [], time ?? TimeProvider.System, NullLoggerFactory.Instance);
        await client.StartAsync(TestContext.Current.CancellationToken);
        return new ToolClientHost(client);
    }

    public static Task<ToolClientHost> StartAsync(params IToolSource[] sources) => StartAsync(servers: null, sources);

    public static Task<ToolClientHost> StartAsync(string name, McpServerOptions server) =>
        StartAsync(new Dictionary<string, McpServerOptions> { [name] = server });

    public Task<JsonElement> CallAsync(string tool, object? arguments = null, string? server = null, CancellationToken? cancellationToken = null) =>
        Client.CallAsync(Call(tool, arguments, server), cancellationToken ?? TestContext.Current.CancellationToken);

    public static ToolCall Call(string tool, object? arguments = null, string? server = null) =>
        new(tool, server, JsonSerializer.SerializeToElement(arguments ?? new { }));

    /// <summary>Waits for a state that <see cref="IToolClient.Changed"/> will announce.</summary>
    public async Task UntilAsync(Func<IToolClient, bool> condition)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Check()
        {
            if (condition(Client))
            {
                reached.TrySetResult();
            }
        }

        Client.Changed += Check;
        try
        {
            Check();
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
        finally
        {
            Client.Changed -= Check;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.StopAsync(CancellationToken.None);
        Client.Dispose();
    }
}
