using System.ComponentModel;
using System.Text;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Ael.SampleTools;

internal sealed record FoundFile(string Path, long Bytes, DateTimeOffset Modified);

/// <param name="Files">At most as many as were asked for.</param>
/// <param name="Count">All that match.</param>
/// <param name="TotalBytes">Of all that match.</param>
internal sealed record FileListing(IReadOnlyList<FoundFile> Files, int Count, long TotalBytes, bool Truncated);

internal sealed record FileText(string Path, string Text, long Bytes, int Lines, bool Truncated);

internal sealed record WrittenFile(string Path, long Bytes, bool Created);

[McpServerToolType]
internal sealed class FileTools(RootFolder root)
{
    public const int MaxReadBytes = 1024 * 1024;
    private const int MaxWriteBytes = 4 * 1024 * 1024;

    [McpServerTool(Name = "file_list", Title = "List files", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Files below a folder that match a glob, with size and time of change, ordered by path. Leaves out what build tools fill: bin, obj, node_modules and the like.")]
    public FileListing List(
        [Description("Folder, relative to the root.")] string path = ".",
        [Description("Glob relative to that folder, for instance **/*.md.")] string glob = "**/*",
        [Description("Most files to give back.")] int max = 1000,
        [Description("Also hidden files and folders.")] bool all = false)
    {
        var files = FileFinder.Find(ExistingFolder(path), glob, all);
        return new(
            [.. files.Take(Math.Max(max, 0)).Select(f => new FoundFile(root.Relative(f.FullName), f.Length, new DateTimeOffset(f.LastWriteTimeUtc)))],
            files.Count, files.Sum(f => f.Length), files.Count > max);
    }

    [McpServerTool(Name = "file_read", Title = "Read a text file", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("The text (UTF-8) of a file; of a large one the beginning.")]
    public async Task<FileText> ReadAsync(
        [Description("File, relative to the root.")] string path,
        [Description("Most bytes to read, up to 1 MiB.")] int max = MaxReadBytes,
        CancellationToken cancellationToken = default)
    {
        var full = ExistingFile(path);
        await using var stream = File.OpenRead(full);
        var bytes = new byte[(int)Math.Min(stream.Length, Math.Clamp(max, 1, MaxReadBytes))];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (bytes.AsSpan(0, read).Contains((byte)0))
        {
            throw new McpException($"'{path}' is not a text file");
        }

        var text = Encoding.UTF8.GetString(bytes, 0, read);
        return new(root.Relative(full), text, stream.Length, text.AsSpan().Count('\n') + (text.Length > 0 && !text.EndsWith('\n') ? 1 : 0), read < stream.Length);
    }

    [McpServerTool(Name = "file_write", Title = "Write a text file", Destructive = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Writes a text file (UTF-8), with its folders, in a writable folder: data/out unless configured.")]
    public async Task<WrittenFile> WriteAsync(
        [Description("File, relative to the root, for instance data/out/report.md.")] string path,
        [Description("The whole text.")] string text,
        CancellationToken cancellationToken = default)
    {
        var full = root.ResolveWritable(path);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > MaxWriteBytes)
        {
            throw new McpException($"the text has {bytes.Length} bytes; at most {MaxWriteBytes} are written");
        }

        if (Directory.Exists(full))
        {
            throw new McpException($"'{path}' is a folder");
        }

        var created = !File.Exists(full);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        await File.WriteAllBytesAsync(full, bytes, cancellationToken);
        return new(root.Relative(full), bytes.Length, created);
    }

    private string ExistingFolder(string path) =>
        root.Resolve(path) is var full && Directory.Exists(full) ? full : throw new McpException($"there is no folder '{path}' below the root");

    private string ExistingFile(string path) =>
        root.Resolve(path) is var full && File.Exists(full) ? full : throw new McpException($"there is no file '{path}' below the root");
}
