using Ael.Engine.Configuration;
using Ael.Engine.Hosting;
using Ael.Engine.Tests.BrokenInput.Targets;
using Microsoft.AspNetCore.Builder;
using ModelContextProtocol.Client;

namespace Ael.Engine.Tests.BrokenInput;

/// <summary>The whole engine as it is served, with two MCP servers behind it and one that is down, and who takes each kind of text.</summary>
public sealed class BrokenInputFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-broken-");
    private readonly TemplateTarget _templates = new();
    private readonly InputTarget _inputs = new();
    private ToolServer _first = null!;
    private ToolServer _second = null!;
    private WebApplication _app = null!;
    private McpClient _client = null!;

    public HttpClient Http { get; private set; } = null!;

    internal IReadOnlyDictionary<string, ITarget> Targets { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (_first, _second) = (await ToolServer.StartFirstAsync(), await ToolServer.StartSecondAsync());
        Write("greet.yaml", "1.0");
        Write("greet-next.yaml", "1.1");
        Write("broken.yaml", "name: broken\nversion: 1\nsteps: [{id: a, tool: echo, tiemout: 5s}]\n", asIs: true);
        Write("late.yaml", "name: late\nversion: 1\ninputs: [{d: {type: object}}]\nsteps:\n- id: a\n  workflow: greet\n  params: {name: '{{ inputs.d.nme }}'}\n", asIs: true);
        var options = new ConfigurationReader(new Dictionary<string, string>(), _folder.FullName).Parse(
            $$"""
            server: { port: 0 }
            workflows: { directory: workflows, watch: false }
            tools:
              mcp_servers:
                one: { url: "{{_first.Url}}" }
                two: { url: "{{_second.Url}}" }
                down: { url: "http://127.0.0.1:1/" }
            python: { workers: 1, isolation: none }
            templates: { env: [HOME] }
            storage: { path: ":memory:" }
            logging: { level: none }
            security: { rate_limit: 0 }
            telemetry: { enabled: false }
            """, Path.Combine(_folder.FullName, "ael-config.yaml"));
        _app = EngineHosts.BuildServer(options);
        await _app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        _client = await McpClient.CreateAsync(new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri(Http.BaseAddress, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp }));
        var requests = new RequestTarget(Http);
        await requests.BeginAsync();
        Targets = new Dictionary<string, ITarget>
        {
            [Kinds.Workflow] = new WorkflowTarget(Http),
            [Kinds.Template] = _templates,
            [Kinds.Input] = _inputs,
            [Kinds.Configuration] = new ConfigurationTarget(),
            [Kinds.Request] = requests,
            [Kinds.Call] = new CallTarget(_client),
            [Kinds.Message] = new MessageTarget(Http),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        Http.Dispose();
        await _app.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _templates.DisposeAsync();
        await _inputs.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Write(string name, string text, bool asIs = false) => File.WriteAllText(
        Path.Combine(_folder.CreateSubdirectory("workflows").FullName, name),
        asIs ? text : $$$"""
            name: greet
            version: "{{{text}}}"
            inputs:
            - name
            - times: { type: integer, default: 1, minimum: 1, maximum: 5 }
            steps:
            - id: greeting
              tool: echo
              mcp: one
              params: { text: "hello {{ inputs.name }} ", times: "{{ inputs.times }}" }
            output: "{{ steps.greeting.output }}"
            """);
}
