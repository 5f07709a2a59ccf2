using System.Diagnostics;
using System.Globalization;
using Ael.Benchmarks.Load;
using Ael.Benchmarks.Measure;

namespace Ael.Benchmarks.Start;

/// <summary>From the start of the process to the first 200 of its readiness, and what it holds in memory a while later.</summary>
internal static class StartBenchmark
{
    /// <summary>A bare ASP.NET Core app: one route.</summary>
    public const string Argument = "--bare-web";

    private const string Route = "/health/ready";

    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public static async Task<int> ServeAsync(string port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet(Route, () => "ready");
        await app.RunAsync();
        return 0;
    }

    public static async Task<int> RunAsync(Settings settings)
    {
        var rounds = settings.Short ? 1 : 9;
        var idle = TimeSpan.FromSeconds(settings.Short ? 0 : 3);
        var folder = Directory.CreateTempSubdirectory("ael-benchmark-");
        try
        {
            List<double>[] memory = [[], []];
            var turns = await Turns.MeasureAsync(
                rounds, settings.Short ? 0 : 1,
                () => OnceAsync(folder.FullName, port => Engine(settings.Engine ?? AppContext.BaseDirectory, folder.FullName, port), idle, memory[0]),
                () => OnceAsync(folder.FullName, port => ["dotnet", typeof(StartBenchmark).Assembly.Location, Argument, $"{port}"], idle, memory[1]));
            var held = Sample.MedianInterval([.. memory[0].Zip(memory[1], (ours, bare) => ours / bare)]);
            var table = new Table("              ", "AEL", "bare ASP.NET Core", "ratio                  ", "target");
            table.Row("ready after, ms", $"{turns.Median(0):0}", $"{turns.Median(1):0}", turns.Ratio(0, 1), "2");
            table.Row("idle, MB", $"{Sample.Median(memory[0]):0}", $"{Sample.Median(memory[1]):0}", held, "2");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    // As from a shell, with one workflow and a store that is there already.
    private static string[] Engine(string program, string folder, int port)
    {
        var config = Path.Combine(folder, "ael-config.yaml");
        Directory.CreateDirectory(Path.Combine(folder, "workflows"));
        File.WriteAllText(Path.Combine(folder, "workflows", "one.yaml"), "name: one\nversion: \"1.0\"\nsteps:\n  - id: a\n    code: return 1\n");
        File.WriteAllText(config, string.Create(CultureInfo.InvariantCulture, $$"""
            server: { port: {{port}} }
            telemetry: { metrics: { port: {{WebProcess.FreePort()}} } }
            """));
        string[] arguments = ["serve", "--config", config];
        // One that brings its framework is a program of its own.
        return File.Exists(Path.Combine(program, "libcoreclr.so")) ? [Path.Combine(program, "Ael.Engine"), .. arguments] : ["dotnet", Path.Combine(program, "Ael.Engine.dll"), .. arguments];
    }

    // In a folder with little in it: a web application watches all that is below, unless told otherwise.
    private static async Task<double> OnceAsync(string folder, Func<int, string[]> command, TimeSpan idle, List<double> memory)
    {
        var port = WebProcess.FreePort();
        var line = command(port);
        var info = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        // What any project of the web SDK has, ours too; the bare app is in a program that has not.
        info.Environment["DOTNET_gcServer"] = "1";
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(info)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await ReadyAsync(process, port);
            var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            await Task.Delay(idle);
            process.Refresh();
            memory.Add(process.WorkingSet64 / 1e6);
            return took;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            await output;
        }
    }

    private static async Task ReadyAsync(Process process, int port)
    {
        while (!process.HasExited)
        {
            try
            {
                using var answer = await s_http.GetAsync(new Uri($"http://127.0.0.1:{port}{Route}"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(2);
        }

        throw new InvalidOperationException("a server ended before it was ready");
    }
}
