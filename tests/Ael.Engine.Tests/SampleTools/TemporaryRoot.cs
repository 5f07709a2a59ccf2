using Ael.SampleTools;

namespace Ael.Engine.Tests.SampleTools;

/// <summary>A folder <c>root</c> to be confined to, beside a folder <c>outside</c> with a secret.</summary>
public sealed class TemporaryRoot : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-tools-");

    public TemporaryRoot()
    {
        Directory.CreateDirectory(Path);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(System.IO.Path.Combine(Outside, "secret.txt"), "secret");
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "root");

    public string Outside => System.IO.Path.Combine(_folder.FullName, "outside");

    internal RootFolder Folder => new(Path, ["data/out"]);

    public string Write(string path, string text)
    {
        var full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public void Link(string path, string target) => File.CreateSymbolicLink(System.IO.Path.Combine(Path, path), target);

    public void Dispose() => _folder.Delete(recursive: true);
}
