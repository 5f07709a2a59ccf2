using System.Text;
using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>The files of <c>workflows.directory</c> itself; folders within it hold other things.</summary>
internal sealed class WorkflowFolder(string directory)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Directory { get; } = Path.GetFullPath(directory);

    /// <summary>Workflow files by path; none while the directory does not exist. Hidden files are editors' own.</summary>
    public IReadOnlyList<FileInfo> List()
    {
        try
        {
            return [.. new DirectoryInfo(Directory).EnumerateFiles()
                .Where(f => f.Extension.ToLowerInvariant() is ".yaml" or ".yml" && !f.Name.StartsWith('.'))
                .OrderBy(f => f.FullName, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>The text, or the problem that kept it from being read.</summary>
    public static async Task<(string? Text, Problem? Problem)> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            if (file.Length > YamlLoader.MaxBytes)
            {
                return (null, Unreadable("the file is larger than 1 MiB", "split it, or move data out of it"));
            }

            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            return (s_strict.GetString(bytes), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, Unreadable("the file is not UTF-8 text", "save it as UTF-8"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, Unreadable($"the file cannot be read: {e.Message}", "check that it exists and its permissions"));
        }
    }

    /// <summary>Writes whole or not at all: a reader sees the old file or the new one.</summary>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var temporary = Path.Combine(Directory, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            System.IO.Directory.CreateDirectory(Directory);
            await using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await stream.WriteAsync(s_strict.GetBytes(text), cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EncoderFallbackException)
        {
            throw Failed(path, "written", e);
        }
        finally
        {
            // Nothing is left of it after the move; after a failure or a cancellation it must go.
            TryDelete(temporary);
        }
    }

    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, "deleted", e);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Hidden and without the extension: nobody will take it for a workflow.
        }
    }

    private static AelException Failed(string path, string what, Exception inner) =>
        new(ErrorCode.StorageError, $"{Path.GetFileName(path)} cannot be {what}: {inner.Message}", suggestion: "check the permissions of `workflows.directory`", inner: inner);

    private static Problem Unreadable(string message, string suggestion) => new(ErrorCode.WorkflowInvalid, "$", 1, 1, message, suggestion);
}
