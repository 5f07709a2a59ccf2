using System.Diagnostics;
using Ael.Console.Tests.Support;
using Ael.Engine.WebConsole;

namespace Ael.Console.Tests;

/// <summary>The console's files: where they come from, how large they are, whether their types fit.</summary>
public sealed class FilesTests
{
    private const int FirstPageBytes = 300 * 1024;

    /// <summary>Each vendored file, and where it is in its npm package.</summary>
    private static readonly Dictionary<string, string> s_vendored = new()
    {
        ["preact.mjs"] = "preact/dist/preact.mjs",
        ["preact-hooks.mjs"] = "preact/hooks/dist/hooks.mjs",
        ["preact.LICENSE"] = "preact/LICENSE",
        ["signals.module.js"] = "@preact/signals/dist/signals.module.js",
        ["signals-core.module.js"] = "@preact/signals-core/dist/signals-core.module.js",
        ["signals.LICENSE"] = "@preact/signals/LICENSE",
        ["htm.module.js"] = "htm/dist/htm.module.js",
        ["htm.LICENSE"] = "htm/LICENSE",
        ["uPlot.esm.js"] = "uplot/dist/uPlot.esm.js",
        ["uPlot.min.css"] = "uplot/dist/uPlot.min.css",
        ["uPlot.LICENSE"] = "uplot/LICENSE",
        ["dagre.esm.js"] = "@dagrejs/dagre/dist/dagre.esm.js",
        ["dagre.esm.js.LEGAL.txt"] = "@dagrejs/dagre/dist/dagre.esm.js.LEGAL.txt",
        ["dagre.LICENSE"] = "@dagrejs/dagre/LICENSE",
        ["prism-core.min.js"] = "prismjs/components/prism-core.min.js",
        ["prism-yaml.min.js"] = "prismjs/components/prism-yaml.min.js",
        ["prism-python.min.js"] = "prismjs/components/prism-python.min.js",
        ["prism.LICENSE"] = "prismjs/LICENSE",
        ["modern-normalize.css"] = "modern-normalize/modern-normalize.css",
        ["modern-normalize.LICENSE"] = "modern-normalize/license",
    };

    private static readonly string s_app = Repository.PathOf("Ael.Engine", "Console", "app");

    private static readonly string s_vendor = Repository.PathOf("Ael.Engine", "Console", "vendor");

    [Fact]
    public void Vendored_files_are_those_of_the_pinned_packages()
    {
        Assert.Equal(s_vendored.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(s_vendor).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.All(s_vendored, file =>
        {
            var original = File.ReadAllBytes(NpmPackages.File(file.Value));
            if (Environment.GetEnvironmentVariable("AEL_WRITE_VENDOR") == "1")
            {
                File.WriteAllBytes(Path.Combine(s_vendor, file.Key), original);
            }

            Assert.Equal(original, File.ReadAllBytes(Path.Combine(s_vendor, file.Key)));
        });
    }

    [Fact]
    public async Task Types_fit()
    {
        using var check = Process.Start(new ProcessStartInfo(NpmPackages.Node, [NpmPackages.File("typescript/bin/tsc"), "-p", Repository.PathOf("tests", "Ael.Console.Tests", "tsconfig.json")])
        {
            RedirectStandardOutput = true,
        })!;

        var said = await check.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(check.ExitCode == 0, said);
    }

    [Fact]
    public void The_first_page_is_below_300_KB_with_everything_it_fetches()
    {
        var files = new ConsoleFiles();
        var page = new ConsolePage(files);
        var html = System.Text.Encoding.UTF8.GetString(page.File.Content);
        var fetched = files.All.Where(f => html.Contains($"/{f.Path}\"", StringComparison.Ordinal)).ToList();

        var bytes = page.File.Brotli.Length + fetched.Sum(f => f.Brotli.Length);

        Assert.True(fetched.Count > 40);
        Assert.True(bytes < FirstPageBytes, $"{bytes} bytes");
        TestContext.Current.TestOutputHelper?.WriteLine($"{fetched.Count + 1} files, {bytes} bytes with Brotli");
    }

    [Fact]
    public void The_page_has_no_script_or_style_but_files_and_one_import_map()
    {
        var page = new ConsolePage(new ConsoleFiles());

        Assert.DoesNotContain("unsafe", page.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", System.Text.Encoding.UTF8.GetString(page.File.Content), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(s_app, "*.js", SearchOption.AllDirectories), f =>
            File.ReadAllText(f) is var text && (text.Contains("innerHTML", StringComparison.Ordinal) || text.Contains("eval(", StringComparison.Ordinal)));
    }

    [Fact]
    public void Files_are_small()
    {
        var lines = Directory.EnumerateFiles(s_app, "*", SearchOption.AllDirectories).Select(f => (Name: Path.GetRelativePath(s_app, f), Lines: File.ReadLines(f).Count())).ToList();

        Assert.DoesNotContain(lines, f => f.Lines > 400);
        Assert.True(lines.Select(f => f.Lines).Order().ElementAt(lines.Count / 2) < 80);
    }
}
