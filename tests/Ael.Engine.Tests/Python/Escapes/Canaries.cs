using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ael.Engine.Tests.Python.Escapes;

/// <summary>Things outside the sandbox that would show if code reached them: a port, a file, a process, a variable.</summary>
internal sealed class Canaries : IDisposable
{
    public const string Secret = "canary-4f1d9c";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Process _victim = Process.Start("sleep", "3600");
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"ael-canary-{Guid.NewGuid():N}");

    public Canaries()
    {
        _listener.Start();
        File.WriteAllText(_file, Secret);
        Environment.SetEnvironmentVariable("AEL_TEST_SECRET", Secret);
    }

    public string Into(string code) => code
        .Replace("PORT", $"{((IPEndPoint)_listener.LocalEndpoint).Port}", StringComparison.Ordinal)
        .Replace("FILE", _file, StringComparison.Ordinal)
        .Replace("PID", $"{_victim.Id}", StringComparison.Ordinal);

    public void AssertUntouched()
    {
        Assert.False(_listener.Pending(), "somebody connected");
        Assert.Equal(Secret, File.ReadAllText(_file));
        Assert.False(_victim.HasExited, $"the process outside was ended, with {(_victim.HasExited ? _victim.ExitCode : 0)}");
    }

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_file);
        _victim.Kill();
        _victim.Dispose();
    }
}
