using System.Globalization;
using Ael.Benchmarks.Concurrency;
using Ael.Benchmarks.Export;
using Ael.Benchmarks.Mcp;
using Ael.Benchmarks.Python;
using Ael.Benchmarks.Start;
using Ael.Benchmarks.Store;
using Ael.Benchmarks.Telemetry;

namespace Ael.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Benchmarks">Names of those that run, in order.</param>
/// <param name="Short">Only see that they run.</param>
/// <param name="Limit">Highest ratio that is not a failure; null: the tables are all there is.</param>
/// <param name="Engine">Folder of the engine that is started, as published; null: the one that was built with this.</param>
internal sealed record Settings(IReadOnlyList<string> Benchmarks, bool Short, double? Limit, string? Engine)
{
    private static readonly Dictionary<string, (string What, Func<Settings, Task<int>> RunAsync)> s_all = new()
    {
        ["export"] = ("what an OTLP exporter costs an execution, in whatever state its collector is", ExportBenchmark.RunAsync),
        ["export-memory"] = ("what it holds in memory", MemoryBenchmark.RunAsync),
        ["telemetry"] = ("what telemetry costs: on against off", TelemetryBenchmark.RunAsync),
        ["telemetry-bare"] = ("what it adds, against OpenTelemetry's bare calls, and what metrics allocate", TelemetryBenchmark.BareAsync),
        ["store"] = ("what keeping executions in SQLite costs: against the bare commits", StoreBenchmark.RunAsync),
        ["store-many"] = ("64 executions at a time in SQLite", StoreBenchmark.ManyAsync),
        ["mcp"] = ("a workflow of one tool call, against a proxy of the MCP SDK alone", McpBenchmark.RunAsync),
        ["python"] = ("code steps, against a fork and against a process per step", PythonBenchmark.RunAsync),
        ["start"] = ("start and idle memory, against a bare ASP.NET Core app", StartBenchmark.RunAsync),
        ["concurrency"] = ("steps that wait, many executions at once", ConcurrencyBenchmark.RunAsync),
        ["growth"] = ("more steps in a workflow", GrowthBenchmark.RunAsync),
        ["growth-stored"] = ("more executions in the store", GrowthBenchmark.StoredAsync),
    };

    /// <summary>Null: the arguments mean nothing.</summary>
    public static Settings? Read(string[] args)
    {
        List<string> benchmarks = [];
        var (isShort, limit, engine) = (false, (double?)null, (string?)null);
        for (var i = 0; i < args.Length; i++)
        {
            if (s_all.ContainsKey(args[i]))
            {
                benchmarks.Add(args[i]);
            }
            else if (args[i] == "--short")
            {
                isShort = true;
            }
            else if (args[i] == "--limit" && i + 1 < args.Length && double.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var ratio))
            {
                limit = ratio;
                i++;
            }
            else if (args[i] == "--engine" && i + 1 < args.Length)
            {
                engine = Path.GetFullPath(args[++i]);
            }
            else
            {
                return null;
            }
        }

        return new Settings(benchmarks.Count > 0 ? benchmarks : [.. s_all.Keys], isShort, limit, engine);
    }

    public async Task<int> RunAsync()
    {
        var missed = 0;
        foreach (var name in Benchmarks)
        {
            Console.WriteLine($"\n# {name}: {s_all[name].What}");
            missed |= await s_all[name].RunAsync(this);
        }

        return missed;
    }

    public static int Help()
    {
        Console.Error.WriteLine("Ael.Benchmarks [<benchmark>...] [--short] [--limit <ratio>] [--engine <folder>]");
        foreach (var (name, (what, _)) in s_all)
        {
            Console.Error.WriteLine($"  {name,-15} {what}");
        }

        Console.Error.WriteLine("""
              --short         a few measurements, only to see that it runs
              --limit         exit code 1 when a ratio is above it for certain, as in --limit 1.05
              --engine        start measures the engine published there, in place of the one built with this
            """);
        return 2;
    }
}
