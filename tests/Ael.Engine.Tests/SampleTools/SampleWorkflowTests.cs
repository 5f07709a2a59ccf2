using System.Diagnostics;
using System.Text.Json;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.SampleTools;

/// <summary>Every shipped workflow, run as a user runs it: by the command line, with the shipped configuration, in a folder without a repository or a server.</summary>
public sealed class SampleWorkflowTests(SampleWorkflowTests.Copy copy) : IClassFixture<SampleWorkflowTests.Copy>
{
    public static TheoryData<string, string[], string> Runs => new()
    {
        { "hello", [], "Hello from AEL: 3 words" },
        { "render-markdown", ["title=T", """sections=[{"heading": "H", "rows": [["a", "b"], [1, 2]]}]"""], @"# T\n\n## H\n\n| a | b |\n| --- | --- |\n| 1 | 2 |" },
        { "release-notes", [], "There are no commits to tell of." },
        { "repo-report", ["save=true"], "## Biggest files" },
        { "site-check", ["""urls=["http://127.0.0.1:1/"]"""], "\"all_up\":false" },
        { "log-digest", [], "\"levels\":{\"INFO\":4,\"DEBUG\":1,\"ERROR\":3,\"WARN\":1}" },
        { "csv-summary", ["statistic=max", "limit=1"], """{"rows":9,"unread":1,"groups":[{"group":"DE","value":89.5,"rows":4}]}""" },
        { "link-check", ["path=docs"], """{"pages":1,"links":2,"broken":[{"page":"docs/page.md","link":"missing.md"}]}""" },
        { "quote", ["phrase=quote me"], """{"path":"docs/page.md","line":2,""" },
        { "daily-check", ["""urls=["http://127.0.0.1:1/"]"""], """{"ok":false,"problems":["http://127.0.0.1:1/ is down","docs/page.md links to missing.md"],"page":"data/out/daily-check.md"}""" },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_sample_runs_out_of_the_box(string name, string[] inputs, string expected)
    {
        Programs.Require("python3");

        var result = await copy.RunAsync(name, inputs, TestContext.Current.CancellationToken);

        Assert.Equal("completed", result.GetProperty("status").GetString());
        Assert.Contains(expected, JsonSerializer.Serialize(result.GetProperty("output"), Copy.Plain), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_sample_is_run()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "workflows"), "*.yaml").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(files.Order(), Runs.Select(run => run.Data.Item1).Order());
    }

    /// <summary>The configuration, the workflows and their tools, as they are shipped, and one page with a broken link.</summary>
    public sealed class Copy : IDisposable
    {
        internal static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        private readonly TemporaryRoot _root = new();

        public Copy()
        {
            var workflows = Path.Combine(Repository.Root, "workflows");
            var files = new[] { Path.Combine(Repository.Root, "ael-config.yaml") }
                .Concat(Directory.GetFiles(workflows, "*.yaml"))
                .Concat(Directory.GetFiles(Path.Combine(workflows, "data")))
                .Concat(Directory.GetFiles(Path.Combine(workflows, "tools", "bin")));
            foreach (var file in files)
            {
                var target = Path.Combine(_root.Path, Path.GetRelativePath(Repository.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            _root.Write("docs/page.md", "[good](../workflows/data) [bad](missing.md)\nquote me\n");
        }

        public async Task<JsonElement> RunAsync(string name, string[] inputs, CancellationToken cancellationToken)
        {
            string[] arguments = [typeof(EngineHost).Assembly.Location, "run", name, "--json", .. inputs.SelectMany(i => new[] { "--input", i })];
            var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _root.Path, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["AEL__STORAGE__PATH"] = ":memory:";
            start.Environment.Remove("AEL_CONFIG_PATH");
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {await errors}{output}");
            return JsonElement.Parse(output);
        }

        public void Dispose() => _root.Dispose();
    }
}
