using System.Security.Cryptography;
using System.Text;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>
/// Which engine processes that use the store are alive: each holds a lock on a file of its own beside the store, and the system lets go of it
/// however the process ends. A process id says less: it is used again, and in a container it is always 1.
/// </summary>
internal sealed class OwnerFiles(string store) : IDisposable
{
    private const string Mark = "-owner-";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, FileStream?> _held = new(StringComparer.Ordinal);

    /// <summary>Says that this owner is alive, until the store is closed.</summary>
    public void Hold(string owner)
    {
        lock (_lock)
        {
            if (!_held.ContainsKey(owner))
            {
                // Null: another store of this process holds it for the same owner, which is alive all the same.
                _held[owner] = TryLock(PathOf(owner), FileMode.OpenOrCreate);
            }
        }
    }

    public bool IsGone(string owner)
    {
        lock (_lock)
        {
            return !_held.ContainsKey(owner) && !IsLocked(PathOf(owner));
        }
    }

    /// <summary>Whether a process other than this one has the store open.</summary>
    public bool AnyOther()
    {
        lock (_lock)
        {
            return Files().Except(_held.Keys.Select(PathOf)).Any(IsLocked);
        }
    }

    /// <summary>Deletes the files of owners that are gone.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            foreach (var file in Files())
            {
                Unlock(TryLock(file, FileMode.Open));
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var stream in _held.Values)
            {
                Unlock(stream);
            }

            _held.Clear();
        }
    }

    private static bool IsLocked(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        using var stream = TryLock(file, FileMode.Open);
        // It may have been deleted between the two looks.
        return stream is null && File.Exists(file);
    }

    private static FileStream? TryLock(string file, FileMode mode)
    {
        try
        {
            return new FileStream(file, mode, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Deleted before it is let go: who finds the file unlocked must be right that its owner is gone.
    private static void Unlock(FileStream? stream)
    {
        if (stream is not null)
        {
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(stream.Name);
            }

            stream.Dispose();
        }
    }

    private string[] Files()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(store))!;
        return Directory.Exists(folder) ? Directory.GetFiles(folder, $"{Path.GetFileName(store)}{Mark}*") : [];
    }

    // Hashed, since an owner's name need not be one of a file.
    private string PathOf(string owner) =>
        $"{Path.GetFullPath(store)}{Mark}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)).AsSpan(0, 8))}";
}
