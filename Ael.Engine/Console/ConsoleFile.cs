using System.IO.Compression;

namespace Ael.Engine.WebConsole;

/// <summary>One file of the console, as it is sent. It is compressed when it is first asked for, and kept.</summary>
internal sealed class ConsoleFile(string path, byte[] content)
{
    private readonly Lazy<byte[]> _brotli = new(() => Compress(content));

    /// <summary>Below <c>app/</c>, or <c>vendor/...</c>; with slashes.</summary>
    public string Path { get; } = path;

    public byte[] Content { get; } = content;

    public byte[] Brotli => _brotli.Value;

    public string Type { get; } = System.IO.Path.GetExtension(path) switch
    {
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".html" => "text/html; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };

    private static byte[] Compress(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var brotli = new BrotliStream(buffer, CompressionLevel.Optimal))
        {
            brotli.Write(content);
        }

        return buffer.ToArray();
    }
}
