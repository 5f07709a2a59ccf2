using System.Diagnostics;

namespace Ael.Engine.Tests.Eng;

/// <summary>What <c>eng/audit/run</c> makes of the answers of <c>dotnet</c> and <c>npm</c>. A feed without advisories must not look like one without vulnerable packages.</summary>
public sealed class AuditTests : IDisposable
{
    private const string Known = """{"projects": [{"frameworks": [{"topLevelPackages": [{"id": "Newtonsoft.Json", "vulnerabilities": [{"severity": "High"}]}]}]}]}""";
    private const string Nothing = """{"projects": [{"path": "x.csproj"}]}""";
    private const string NpmFine = """{"auditReportVersion": 2, "vulnerabilities": {}}""";
    private const string NpmRefused = """{"message": "405 Method Not Allowed"}""";

    private readonly DirectoryInfo _programs = Directory.CreateTempSubdirectory("ael-audit-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Known, Nothing, NpmFine, 0, 0, "NuGet packages: no known vulnerability", "npm packages: no known vulnerability")]
    [InlineData(Known, Known, NpmFine, 0, 1, "NuGet packages: see above", "npm packages: no known vulnerability")]
    [InlineData(Nothing, Nothing, NpmRefused, 1, 0, "NuGet packages: not done, this feed has no advisories", "npm packages: not done, this registry has no advisories")]
    [InlineData(null, Nothing, "", 1, 0, "NuGet packages: not done, the feed does not answer", "npm packages: not done")]
    [InlineData(Known, null, NpmFine, 0, 1, "NuGet packages: failed", "npm packages: no known vulnerability")]
    [InlineData(Known, Nothing, NpmFine, 1, 1, "NuGet packages: no known vulnerability", "npm packages: see above")]
    public async Task The_audit_says_what_it_knows(string? control, string? solution, string npm, int npmEnds, int ends, string nuGetSays, string npmSays)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "bash");
        Put("dotnet", $"""
            case "$*" in
              restore*) exit 0;;
              *Control.csproj*) {Answer(control)};;
              *) {Answer(solution)};;
            esac
            """);
        Put("npm", $"echo '{npm}'; exit {npmEnds}");
        var start = new ProcessStartInfo(Programs.Require("bash"), [Repository.PathOf("eng", "audit", "run")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_programs.FullName}:{start.Environment["PATH"]}";
        using var audit = Process.Start(start)!;
        var errors = audit.StandardError.ReadToEndAsync(Token);

        var said = await audit.StandardOutput.ReadToEndAsync(Token);
        await audit.WaitForExitAsync(Token);

        Assert.True(audit.ExitCode == ends, $"{audit.ExitCode}\n{said}\n{await errors}");
        Assert.Contains("Audit of " + nuGetSays, said, StringComparison.Ordinal);
        Assert.Contains("Audit of " + npmSays, said, StringComparison.Ordinal);
    }

    public void Dispose() => _programs.Delete(recursive: true);

    private static string Answer(string? json) => json is null ? "exit 1" : $"echo '{json}'";

    private void Put(string name, string script)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Path.Combine(_programs.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
