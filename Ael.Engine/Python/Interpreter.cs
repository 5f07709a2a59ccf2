using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Processes;

namespace Ael.Engine.Python;

/// <summary>The Python that runs the steps.</summary>
/// <param name="Executable">Real path of the program, behind version managers and virtual environments.</param>
/// <param name="Version">As in <c>3.12.4</c>.</param>
/// <param name="Prefix">Folder with its library.</param>
/// <param name="SitePackages">Folders with installed packages.</param>
internal sealed record Interpreter(string Executable, string Version, string Prefix, IReadOnlyList<string> SitePackages)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // `python3` may be a shell script of a version manager: only the interpreter itself knows where it is.
    private const string Question = """
        import json, os, site, sys
        real = os.path.realpath
        print(json.dumps({
            "executable": real(sys.executable), "version": list(sys.version_info[:3]), "prefix": real(sys.base_prefix),
            "site": [real(p) for p in site.getsitepackages() if os.path.isdir(p)]}))
        """;

    /// <summary>Asks the configured program.</summary>
    /// <exception cref="AelException">CODE_RUNTIME when there is none, or none that is new enough.</exception>
    public static async Task<Interpreter> FindAsync(string executable, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = ProgramPath.Find(executable) ?? throw NotUsable(
            $"{executable} was not found",
            "Install Python 3.9 or newer (`apt install python3`), or set `python.executable` to its path.");
        var end = await ExternalProgram.RunAsync(path, ["-I", "-c", Question], s_patience, time, cancellationToken);
        if (end.ExitCode != 0)
        {
            throw NotUsable($"{path} does not run: {(end.Error.Length > 0 ? end.Error : $"exit code {end.ExitCode}")}",
                "Set `python.executable` to a Python 3.9 or newer.");
        }

        JsonElement answer;
        try
        {
            answer = JsonElement.Parse(end.Output);
        }
        catch (JsonException)
        {
            throw NotUsable($"{path} is not a Python interpreter", "Set `python.executable` to a Python 3.9 or newer.");
        }

        var version = answer.GetProperty("version").EnumerateArray().Select(n => n.GetInt32()).ToArray();
        if (version[0] != 3 || version[1] < 9)
        {
            throw NotUsable($"{path} is Python {string.Join('.', version)}; code steps need 3.9 or newer",
                "Set `python.executable` to a Python 3.9 or newer.");
        }

        return new Interpreter(
            answer.GetProperty("executable").GetString()!,
            string.Join('.', version),
            answer.GetProperty("prefix").GetString()!,
            [.. answer.GetProperty("site").EnumerateArray().Select(p => p.GetString()!)]);
    }

    private static AelException NotUsable(string message, string suggestion) =>
        new(ErrorCode.CodeRuntime, message, suggestion: suggestion);
}
