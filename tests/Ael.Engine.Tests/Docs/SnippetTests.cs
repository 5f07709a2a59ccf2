using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Hosting;
using Ael.Engine.Tests.Support;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Tests.Docs;

/// <summary>Code in the docs is true: workflows validate, configurations load, JSON parses, commands run.</summary>
public sealed partial class SnippetTests
{
    // References whose own tests read their blocks (TemplatesPageTests and its kin), and plain pictures.
    private static readonly string[] s_languages = ["yaml", "json", "console", "text", "python", "jinja", "http", "", "jsonc", "bash", "xml"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Snippet> Workflows => [.. Snippet.All().Where(s => s.Language == "yaml" && IsWorkflow(s))];

    public static TheoryData<Snippet> Configurations => [.. Snippet.All().Where(s => s.Page.Contains("guide", StringComparison.Ordinal) && s.Language == "yaml" && !IsWorkflow(s))];

    public static TheoryData<Snippet> Json => [.. Snippet.All().Where(s => s.Language == "json")];

    public static TheoryData<string, string> EngineCommands => Commands("dotnet run --project Ael.Engine -- ");

    public static TheoryData<string, string> CurlCommands => Commands("curl ");

    [Fact]
    public void Every_block_is_of_a_kind_that_is_looked_at() =>
        Assert.Empty(Snippet.All().Where(s => !s_languages.Contains(s.Language.Split(' ')[0])).Select(s => $"{s}: {s.Language}"));

    [Fact]
    public void Every_console_line_is_a_command_that_a_test_runs()
    {
        // The two commands of the README are what CI itself calls.
        string[] covered = ["dotnet run --project Ael.Engine -- ", "curl ", "dotnet run --project Ael.AppHost", "dotnet test", "dotnet build"];

        Assert.DoesNotContain(ConsoleLines(), l => !covered.Any(c => l.Line.StartsWith(c, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task A_workflow_in_the_docs_is_valid(Snippet snippet)
    {
        await using var engine = new TestEngine();
        await engine.ReadAsync(snippet.Text);
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_configuration_in_the_docs_is_valid(Snippet snippet) =>
        Assert.NotNull(new ConfigurationReader(new Dictionary<string, string>(), Repository.Root).Parse(snippet.Text, Repository.PathOf("ael-config.yaml")));

    [Theory]
    [MemberData(nameof(Json))]
    public void Json_in_the_docs_is_json(Snippet snippet) => JsonDocument.Parse(snippet.Text).Dispose();

    [Theory]
    [MemberData(nameof(EngineCommands))]
    public async Task A_command_in_the_docs_runs(string page, string command)
    {
        Programs.Require("python3");
        var arguments = SplitArguments(command["dotnet run --project Ael.Engine -- ".Length..]);

        var (code, output) = await RunAsync("dotnet", [typeof(EngineHost).Assembly.Location, .. arguments]);

        Assert.True(code == 0, $"{page}: {command}\nexit code {code}\n{output}");
    }

    [Theory]
    [MemberData(nameof(CurlCommands))]
    public async Task A_request_in_the_docs_is_answered(string page, string command)
    {
        var curl = Programs.Require("curl");
        Programs.Require("python3");
        var shipped = new ConfigurationReader(new Dictionary<string, string>(), Repository.Root).Read(Repository.PathOf("ael-config.yaml"));
        await using var app = EngineHosts.BuildServer(shipped with
        {
            Server = shipped.Server with { Port = 0 },
            Storage = shipped.Storage with { Path = ":memory:" },
            Workflows = shipped.Workflows with { Watch = false },
            Telemetry = shipped.Telemetry with { Enabled = false },
            Logging = shipped.Logging with { Level = Microsoft.Extensions.Logging.LogLevel.None },
        });
        await app.StartAsync(Token);
        var arguments = SplitArguments(command["curl ".Length..].Replace("localhost:8022", new Uri(app.Urls.First()).Authority, StringComparison.Ordinal));

        var (code, output) = await RunAsync(curl, ["--fail-with-body", .. arguments]);

        Assert.True(code == 0, $"{page}: {command}\nexit code {code}\n{output}");
        await app.StopAsync(Token);
    }

    private static bool IsWorkflow(Snippet s) => s.Text.StartsWith("name:", StringComparison.Ordinal) && s.Text.Contains("\nsteps:", StringComparison.Ordinal);

    private static TheoryData<string, string> Commands(string start)
    {
        var data = new TheoryData<string, string>();
        foreach (var (page, line) in ConsoleLines().Where(l => l.Line.StartsWith(start, StringComparison.Ordinal)).DistinctBy(l => l.Line))
        {
            data.Add(page, line);
        }

        return data;
    }

    private static IEnumerable<(string Page, string Line)> ConsoleLines() =>
        from s in Snippet.All()
        where s.Language == "console"
        from line in s.Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        where !line.StartsWith('#')
        select (s.ToString(), line);

    private static string[] SplitArguments(string line) =>
        [.. Argument().Matches(line).Select(m => m.Value.Replace("'", "", StringComparison.Ordinal)).Select(a => a.StartsWith('{') ? a : a.Replace("\"", "", StringComparison.Ordinal))];

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AEL__STORAGE__PATH"] = ":memory:" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output + await error);
    }

    // A word, or one with a quoted part: name="two words", '{"a": 1}'.
    [GeneratedRegex("""(?:[^\s"']|"[^"]*"|'[^']*')+""")]
    private static partial Regex Argument();
}
