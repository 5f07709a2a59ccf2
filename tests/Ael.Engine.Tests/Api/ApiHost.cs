using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ael.Engine.Api;
using Ael.Engine.Api.Security;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Python;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Api.Fakes;
using Ael.Engine.Tools;
using Ael.Engine.WebConsole;
using Ael.Engine.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Api;

/// <summary>The API on a real server at a free port of 127.0.0.1, over fakes of everything below it.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(EngineOptions options, IExecutionStore? store, Action<WebApplication>? map, EngineLimits? limits)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var services = builder.Services;
        services.AddSingleton(options with { Workflows = new WorkflowOptions { Directory = FakeCatalogue.Folder } });
        services.AddSingleton<TimeProvider>(Time);
        services.AddTelemetry();
        services.AddSingleton(store ?? new MemoryExecutionStore(new StorageOptions(), Time));
        services.AddSingleton<IWorkflowCatalogue, FakeCatalogue>().AddSingleton<IWorkflowValidator, FakeValidator>();
        services.AddSingleton(s => (IExecutionHistory)s.GetRequiredService<IExecutionStore>()).AddSingleton<LiveExecutions>();
        services.AddSingleton<IWorkflowEngine, FakeEngine>().AddSingleton<IToolClient, FakeTools>().AddSingleton<ICodeRunner, FakePython>();
        if (limits is not null)
        {
            services.AddSingleton(limits);
        }

        services.AddApi().AddConsole();
        _app = builder.Build();
        _app.UseAelSecurity();
        _app.MapApi();
        _app.MapConsole();
        map?.Invoke(_app);
    }

    /// <summary>Stands still unless a test moves it.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero));

    /// <summary>What the server wrote to its log, and the reason why requests have activities: without a log they have none.</summary>
    public RecordedLog Log { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public FakeEngine Engine => (FakeEngine)Services.GetRequiredService<IWorkflowEngine>();

    public FakeTools Tools => (FakeTools)Services.GetRequiredService<IToolClient>();

    public static async Task<ApiHost> StartAsync(EngineOptions? options = null, IExecutionStore? store = null, Action<WebApplication>? map = null, EngineLimits? limits = null)
    {
        var host = new ApiHost(options ?? new EngineOptions(), store, map, limits);
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        // Without a propagator: whoever listens to HttpClient in this process must not put its own trace into our requests.
        host.Client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = new Uri(host._app.Urls.Single()) };
        return host;
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null, string? type = "application/json", params IReadOnlyList<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends, expects the status, gives the body's JSON.</summary>
    public async Task<JsonElement> JsonAsync(int status, string method, string path, string? body = null, string type = "application/json", params IReadOnlyList<(string Name, string Value)> headers)
    {
        using var response = await SendAsync(method, path, body, type, headers);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} instead of {status}: {text}");
        return JsonElement.Parse(text);
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
