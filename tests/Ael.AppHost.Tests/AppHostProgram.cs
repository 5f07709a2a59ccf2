namespace Ael.AppHost.Tests;

/// <summary>The built AppHost, run as a process.</summary>
internal static class AppHostProgram
{
    // artifacts/bin/<project>/<configuration>
    public static string Path { get; } = Repository.PathOf("artifacts", "bin", "Ael.AppHost", new DirectoryInfo(AppContext.BaseDirectory).Name, "Ael.AppHost.dll");

    public static async Task<EngineProcess> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a process group of its own is started as on Linux");
        var program = EngineProcess.Start(args, new Dictionary<string, string>(), Path);
        program.Input.Close();
        await program.ExitAsync(EngineProcess.Patience, cancellationToken);
        return program;
    }
}
