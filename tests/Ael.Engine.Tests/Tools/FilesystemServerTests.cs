using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Tools;

public sealed class FilesystemServerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ael-files-").FullName;

    private McpServerOptions Server => new() { Command = NpmPackages.Filesystem.Node, Args = NpmPackages.Filesystem.Args(_root) };

    [Fact]
    public async Task A_file_is_written_and_read()
    {
        await using var host = await ToolClientHost.StartAsync("files", Server);
        var path = Path.Combine(_root, "note.txt");

        await host.CallAsync("write_file", new { path, content = "kept" });
        var read = await host.CallAsync("read_text_file", new { path });

        Assert.Equal("kept", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Contains("kept", read.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_result_is_TOOL_FAILED_with_the_servers_text()
    {
        await using var host = await ToolClientHost.StartAsync("files", Server);

        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("read_text_file", new { path = "/etc/hostname" }))).Error;

        Assert.Equal(ErrorCode.ToolFailed, error.Code);
        Assert.Contains("Access denied", error.Message, StringComparison.Ordinal);
        Assert.Equal("read_text_file", error.Tool);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
