namespace Ael.AppHost.Tests.Preflight;

/// <summary>A program in the place of Docker.</summary>
internal sealed class FakeRuntime : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _program;

    /// <param name="script">What it does when it is asked; null: there is none.</param>
    public FakeRuntime(string? script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell script stands for the runtime");
        _program = _folder.PathOf("docker");
        if (script is not null && !OperatingSystem.IsWindows())
        {
            File.WriteAllText(_program, $"#!/bin/sh\n{script}\n");
            File.SetUnixFileMode(_program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public string[] Arguments => [$"--ASPIRE_CONTAINER_RUNTIME={_program}"];

    public void Dispose() => _folder.Dispose();
}
