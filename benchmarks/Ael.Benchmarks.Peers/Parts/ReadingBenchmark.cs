using Ael.Engine.Configuration;
using Ael.Engine.Hosting;
using Ael.Engine.Workflows;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Ael.Benchmarks.Peers.Parts;

/// <summary>A workflow of 200 steps: read and checked by us, and by YamlDotNet made into objects and not looked at.</summary>
[MemoryDiagnoser]
public class ReadingBenchmark : IDisposable
{
    private static readonly string s_file = $$$"""
        name: long
        version: "1.2.0"
        description: Many steps
        timeout: 5m
        inputs:
          - repository
          - limit: 20
        steps:
        {{{string.Concat(Enumerable.Range(1, 200).Select(Step))}}}
        output: "{{ steps.s200.output }}"
        """;

    private readonly IHost _host;
    private readonly IWorkflowValidator _validator;
    private readonly IDeserializer _deserializer = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();

    public ReadingBenchmark()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "Ael.Engine" });
        builder.AddEngine(new EngineOptions { Storage = new StorageOptions { Path = ":memory:" }, Telemetry = new TelemetryOptions { Enabled = false } }, LogTarget.Nowhere);
        _host = builder.Build();
        _validator = _host.Services.GetRequiredService<IWorkflowValidator>();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public async Task<int> Validated()
    {
        var result = await _validator.ValidateAsync(s_file, null, all: false, CancellationToken.None);
        return result.Definition is { Steps.Count: 200 } definition
            ? definition.Steps.Count : throw new InvalidOperationException(string.Join('\n', result.Problems));
    }

    [Benchmark(Baseline = true)]
    public int Deserialized() => _deserializer.Deserialize<PlainWorkflow>(s_file) is { Steps.Count: 200 } workflow
        ? workflow.Steps.Count : throw new InvalidOperationException("the file was not read");

    private static string Step(int number) => $$$"""
          - id: s{{{number}}}
            tool: git_log
            params: { path: "{{ inputs.repository }}", max: "{{ inputs.limit }}", before: "{{ {{{(number == 1 ? "inputs.limit" : $"steps.s{number - 1}.output.count")}}} }}" }
            when: "inputs.limit > {{{number}}}"
            on_error: retry
            timeout: 30s

        """.ReplaceLineEndings("\n");

    public sealed class PlainWorkflow
    {
        public string Name { get; set; } = "";
        public string Version { get; set; } = "";
        public string? Description { get; set; }
        public string? Timeout { get; set; }
        public List<object> Inputs { get; set; } = [];
        public List<PlainStep> Steps { get; set; } = [];
        public string? Output { get; set; }
    }

    public sealed class PlainStep
    {
        public string Id { get; set; } = "";
        public string? Tool { get; set; }
        public Dictionary<string, object> Params { get; set; } = [];
        public string? When { get; set; }
        public string? OnError { get; set; }
        public string? Timeout { get; set; }
    }
}
