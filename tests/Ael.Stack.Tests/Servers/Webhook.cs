using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ael.Stack.Tests.Servers;

/// <summary>What an Alertmanager sends its messages to.</summary>
internal sealed class Webhook : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Changes _changes = new();
    private readonly ConcurrentQueue<JsonElement> _messages = new();

    private Webhook(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Webhook> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var app = builder.Build();
        var webhook = new Webhook(app);
        app.MapPost("/", async (HttpContext context) =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            webhook._messages.Enqueue(body.RootElement.Clone());
            webhook._changes.Happened();
        });
        await app.StartAsync(cancellationToken);
        return webhook;
    }

    /// <summary>Waits until an alert has come in this state: <c>firing</c> or <c>resolved</c>.</summary>
    public Task HeardAsync(string alert, string status, CancellationToken cancellationToken) => _changes.WaitForAsync(
        () => _messages.SelectMany(m => m.GetProperty("alerts").EnumerateArray())
            .Any(a => a.GetProperty("labels").GetProperty("alertname").GetString() == alert && a.GetProperty("status").GetString() == status),
        () => $"no {status} {alert} in: {string.Join('\n', _messages)}", cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
