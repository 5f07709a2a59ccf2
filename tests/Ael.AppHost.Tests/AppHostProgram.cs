namespace Ael.AppHost.Tests;

/// <summary>The built AppHost, run as a process.</summary>
internal static class AppHostProgram
{
    // Of the same build: bin/<project>/<configuration>
    private static readonly DirectoryInfo s_here = new(AppContext.BaseDirectory);

    public static string Path { get; } = System.IO.Path.Combine(s_here.Parent!.Parent!.FullName, "Ael.AppHost", s_here.Name, "Ael.AppHost.dll");

    public static async Task<EngineProcess> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a process group of its own is started as on Linux");
        var program = EngineProcess.Start(args, new Dictionary<string, string>(), Path);
        program.Input.Close();
        await program.ExitAsync(EngineProcess.Patience, cancellationToken);
        return program;
    }
}
