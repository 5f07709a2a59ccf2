using Ael.Engine.Cli;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.BrokenInput.Targets;

/// <summary>Runs a workflow on the inputs, read as the command line reads them: a JSON file, or options, one a line.</summary>
internal sealed class InputTarget : ITarget, IAsyncDisposable
{
    private const string Yaml = """
        name: report
        version: 1
        inputs:
        - repository: { type: string, description: "owner/name" }
        - limit: { type: integer, default: 20, minimum: 1, maximum: 100 }
        - month: { type: string, pattern: '^\d{4}-\d{2}$', required: false }
        - level: { enum: [low, high], default: low }
        - ratio: { type: number, maximum: 1, required: false }
        - dry_run: false
        - tags: { type: array, required: false }
        - options: { type: object, required: false }
        - slow: { type: string, pattern: '^(a+)+$', required: false }
        steps:
        - { id: echo, tool: echo, params: { x: "{{ inputs }}" } }
        """;

    private readonly TestEngine _engine = new();

    public InputTarget() => _engine.Tools.Add("echo", a => a.GetRawText());

    public async Task<Answer> SendAsync(string text, CancellationToken cancellationToken)
    {
        var definition = await _engine.ReadAsync(Yaml);
        var file = new FileInfo(Path.Combine(_engine.Directory, "inputs.json"));
        await File.WriteAllTextAsync(file.FullName, text, cancellationToken);
        var isOptions = text.StartsWith("--input ", StringComparison.Ordinal);
        var options = isOptions ? text.Split('\n').Select(l => l["--input ".Length..]) : [];
        try
        {
            var inputs = await CommandInputs.ReadAsync(definition, isOptions ? null : file, [.. options], cancellationToken);
            var handle = await _engine.Engine.StartAsync(new StartRequest("", inputs, Sources.Cli) { Definition = definition }, cancellationToken);
            return ErrorText.Of(await handle.Completion.WaitAsync(cancellationToken));
        }
        catch (AelException e)
        {
            return ErrorText.Of(e.Error);
        }
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
