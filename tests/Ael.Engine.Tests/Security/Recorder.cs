using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Security;

/// <summary>An HTTP server that notes path and method of every request.</summary>
internal sealed class Recorder : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Recorder(WebApplication app) => _app = app;

    public ConcurrentQueue<string> Seen { get; } = [];

    public string Url => _app.Urls.Single() + "/";

    public static async Task<Recorder> StartAsync(Action<HttpContext> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var recorder = new Recorder(app);
        app.Run(context =>
        {
            recorder.Seen.Enqueue($"{context.Request.Path} {context.Request.Method}");
            answer(context);
            return Task.CompletedTask;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return recorder;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
