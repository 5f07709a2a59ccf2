using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Benchmarks.Measure;
using Ael.Engine.Configuration;
using Ael.Engine.Python;

namespace Ael.Benchmarks.Python;

/// <summary>Code steps in the engine's workers, each in a fresh process and isolated, beside plain ways to a fresh process.</summary>
internal static partial class PythonBenchmark
{
    private const string Context = """{"inputs":{"n":41},"steps":{"a":{"output":[1,2,3],"status":"completed","success":true,"error":null,"duration_ms":1.5}}}""";
    private const string Ours = "return {'n': context.inputs['n'] + 1, 'of': len(context.steps['a'].output)}";
    private const string Theirs = "return {'n': context['inputs']['n'] + 1, 'of': len(context['steps']['a']['output'])}";

    // As long as a child needs to get ready, some times over.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(30);

    public static async Task<int> RunAsync(Settings settings)
    {
        var options = new EngineOptions();
        await using var runner = new CodeRunner(options, TimeProvider.System);
        await runner.PrepareAsync(CancellationToken.None);
        runner.Fill();
        var job = JsonSerializer.Serialize(new { code = Theirs, context = JsonElement.Parse(Context) });
        var modules = Modules(options.Python.Profile);
        var forks = Enumerable.Range(0, options.Python.Workers).Select(_ => PlainPython.Warm(modules)).ToList();
        try
        {
            await OneByOneAsync(settings, runner, forks[0], job);
            await SaturatedAsync(settings, runner, forks, job);
        }
        finally
        {
            forks.ForEach(f => f.Dispose());
        }

        return 0;
    }

    private static async Task OneByOneAsync(Settings settings, CodeRunner runner, PlainPython fork, string job)
    {
        var (rounds, steps) = settings.Short ? (1, 3) : (25, 8);
        var turns = await Turns.MeasureAsync(
            rounds, 1, () => SpacedAsync(steps, () => StepAsync(runner)), () => SpacedAsync(steps, () => ForkAsync(fork, job)),
            () => SpacedAsync(settings.Short ? 1 : 3, async () => Check(await PlainPython.SpawnAsync(job))));
        var table = new Table("a step now and then, p50   ", "us", "AEL's to it            ", "target");
        table.Row($"AEL, isolated: {runner.Status.Isolation}", $"{turns.Median(0):0}", "", "");
        table.Row("a fork per step", $"{turns.Median(1):0}", turns.Ratio(0, 1), "0.25");
        table.Row("a process per step", $"{turns.Median(2):0}", turns.Ratio(0, 2), "0.05");
    }

    private static async Task SaturatedAsync(Settings settings, CodeRunner runner, List<PlainPython> forks, string job)
    {
        var (rounds, steps) = settings.Short ? (1, 12) : (25, 120);
        var turns = await Turns.MeasureAsync(
            rounds, 2, () => TogetherAsync(steps, forks.Count, _ => StepAsync(runner)), () => TogetherAsync(steps, forks.Count, caller => ForkAsync(forks[caller], job)));
        var table = new Table($"{forks.Count} callers without a pause  ", "us a step", "AEL's to it            ", "target");
        table.Row($"AEL, isolated: {runner.Status.Isolation}", $"{turns.Median(0):0}", "", "");
        table.Row("a fork per step", $"{turns.Median(1):0}", turns.Ratio(0, 1), "1.2");
    }

    private static async Task StepAsync(CodeRunner runner) =>
        Check((await runner.RunAsync(new CodeRequest(Ours, 1, System.Text.Encoding.UTF8.GetBytes(Context), NoTools.Instance), CancellationToken.None)).Output.GetRawText());

    private static async Task ForkAsync(PlainPython fork, string job) => Check(await fork.RunAsync(job));

    private static void Check(string value)
    {
        var json = JsonElement.Parse(value);
        if (json.GetProperty("n").GetInt32() != 42 || json.GetProperty("of").GetInt32() != 3)
        {
            throw new InvalidOperationException($"a step gave {value}");
        }
    }

    private static async Task<double> SpacedAsync(int steps, Func<Task> step)
    {
        var took = new double[steps];
        for (var i = 0; i < steps; i++)
        {
            await Task.Delay(s_pause);
            var start = Stopwatch.GetTimestamp();
            await step();
            took[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return Sample.Median(took);
    }

    private static async Task<double> TogetherAsync(int steps, int callers, Func<int, Task> step)
    {
        var begun = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            while (Interlocked.Increment(ref begun) <= steps)
            {
                await step(caller);
            }
        }));
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / steps;
    }

    // The same that the engine's workers have, so that a fork copies as much.
    private static List<string> Modules(PythonProfile profile)
    {
        using var stream = typeof(CodeRunner).Assembly.GetManifestResourceStream(
            typeof(CodeRunner).Assembly.GetManifestResourceNames().Single(n => n.EndsWith("ael_imports.py", StringComparison.Ordinal)))!;
        var source = new StreamReader(stream).ReadToEnd();
        return [.. First().Match(source).Groups[1].Value.Split(), .. Later(source, profile)];
    }

    private static string[] Later(string source, PythonProfile profile) =>
        Regex.Match(source, $"LATER = {{.*?\"{profile.ToString().ToLowerInvariant()}\": \"+([^\"]*)\"", RegexOptions.Singleline).Groups[1].Value
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("FIRST = \"([^\"]*)\"")]
    private static partial Regex First();

    private sealed class NoTools : ICodeTools
    {
        public static NoTools Instance { get; } = new();

        public Task<JsonElement> CallAsync(string? server, string tool, JsonElement arguments, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
