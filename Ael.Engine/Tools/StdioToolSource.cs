using Ael.Engine.Configuration;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>A server that is a child process and speaks over its standard input and output.</summary>
internal sealed class StdioToolSource(string name, string command, McpServerOptions options, int maxMessage, ILogger logger) : IToolSource
{
    private readonly StderrLines _stderr = new();
    private volatile ServerProcess? _process;

    public string Name => name;

    public string Transport => "stdio";

    public bool Enabled => options.Enabled;

    public IReadOnlyList<string> Stderr => _stderr.Last;

    public CallContexts Calls { get; } = new();

    public string? LossReason => _process?.Exit;

    public async Task<ITransport> OpenAsync(CancellationToken cancellationToken)
    {
        var process = ServerProcess.Start(command, options, OnStderr);
        _process = process;
        // Streams and not the SDK's process transport: that one never closes the server's input, so every stop would end in a kill,
        // and it does not notice a server that has died while a grandchild holds its output open.
        var output = new MessageLimitStream(process.Output, maxMessage, MessageEnd.Line);
        var inner = await new StreamClientTransport(process.Input, output).ConnectAsync(cancellationToken);
        return new ProcessTransport(process, inner);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void OnStderr(string line)
    {
        line = _stderr.Add(line);
        Calls.Run((logger, name, line), static said => ToolsLog.Stderr(said.logger, said.name, said.line));
    }
}
