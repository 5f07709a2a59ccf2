namespace Ael.Benchmarks.Store;

/// <summary>Names of files in a folder of their own, which goes with this.</summary>
internal sealed class StoreFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-benchmark-");
    private int _count;

    public string Next() => Path.Combine(_folder.FullName, $"{++_count}.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
