using System.Security.Cryptography;
using System.Text;

namespace Ael.Engine.WebConsole;

/// <summary>The console's files, which are resources of this assembly: the engine needs no folder beside it.</summary>
internal sealed class ConsoleFiles
{
    private const string ResourcePrefix = "console/";

    private readonly Dictionary<string, ConsoleFile> _files;

    public ConsoleFiles()
    {
        _files = Resources().ToDictionary(f => f.Path, StringComparer.Ordinal);
        Version = Hash(_files.Values);
    }

    /// <summary>Of all files together. It is part of their addresses, so that browsers may keep them for ever.</summary>
    public string Version { get; }

    public IEnumerable<ConsoleFile> All => _files.Values;

    public ConsoleFile? Find(string path) => _files.GetValueOrDefault(path);

    private static IEnumerable<ConsoleFile> Resources()
    {
        var assembly = typeof(ConsoleFiles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            // The build names resources with the separator of the machine that it ran on.
            var path = name.Replace('\\', '/');
            if (path.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                yield return new ConsoleFile(path[ResourcePrefix.Length..], content);
            }
        }
    }

    private static string Hash(IEnumerable<ConsoleFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Path));
            hash.AppendData(file.Content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }
}
