using System.Diagnostics;
using System.Text.Json;
using Ael.Reliability.Crash;
using Ael.TestSupport;

namespace Ael.Reliability.Cluster;

/// <summary>Many executions at once, started through all nodes; some of their callers wait.</summary>
internal sealed class Crowd(NodesFolder folder, Nodes nodes)
{
    private readonly List<string> _ids = [];
    private readonly List<Task<JsonElement>> _waiting = [];
    private readonly IReadOnlyDictionary<string, int> _start = folder.Places();
    private HashSet<(string, string)> _ended = [];
    private IReadOnlyDictionary<string, int> _places = new Dictionary<string, int>();
    private IReadOnlyDictionary<string, int> _moved = new Dictionary<string, int>();
    private long _blow;

    public ClusterReport Report { get; } = new();

    /// <summary>Starts them, with callers that wait through the nodes named.</summary>
    /// <param name="count">How many, those of waiting callers included.</param>
    /// <param name="waiting">How many callers wait.</param>
    /// <param name="through">Through these nodes they wait.</param>
    /// <param name="ms">How long each pause takes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task StartAsync(int count, int waiting, int[] through, int ms, CancellationToken cancellationToken)
    {
        _waiting.AddRange(Enumerable.Range(0, waiting).Select(i => nodes[through[i % through.Length]].RunAsync(Stations.Name, new { ms }, cancellationToken)));
        var all = nodes.All;
        foreach (var batch in Enumerable.Range(0, count - waiting).Chunk(16))
        {
            _ids.AddRange(await Task.WhenAll(batch.Select(i => all[i % all.Count].BeginAsync(Stations.Name, new { ms }, cancellationToken))));
        }

        Report.Executions = count;
        await Eventually.TrueAsync(
            () => Task.FromResult(Begun() == count), () => $"{Begun()} of {count} have begun\n{nodes.Output}", cancellationToken);
    }

    /// <summary>Notes what has ended by now: nothing of it may run again.</summary>
    public async Task NoteAsync(string? node, CancellationToken cancellationToken)
    {
        if (_blow == 0)
        {
            _blow = Stopwatch.GetTimestamp();
        }

        // In this order: a step that the database has has made its mark before.
        _ended = (await folder.QueryAsync("SELECT execution_id, id FROM steps WHERE status = 'completed'", cancellationToken)).ToHashSet();
        _places = folder.Places();
        var running = await folder.QueryAsync("SELECT id, owner FROM executions WHERE status IN ('pending', 'running')", cancellationToken);
        (Report.Running, Report.Affected) = (running.Count, running.Count(e => e.Item2 == node));
        if (Report.Running == 0 || (node is not null && Report.Affected == 0))
        {
            // It would show nothing.
            Report.Problems.Add($"when it came, {Report.Running} executions ran, {Report.Affected} of them on the node concerned");
        }
    }

    /// <summary>Notes where each node's witness is now that other nodes have taken over what one of them did.</summary>
    public void NoteMoved() => _moved = folder.Places();

    /// <summary>A node whose executions had moved on has begun nothing since.</summary>
    public void CheckStarted(int node) => Report.Problems.AddRange(
        folder.MarksSince(_moved).Count(m => m.Node == node) is > 0 and var count ? [$"the node that had lost its place began {count} steps"] : []);

    /// <summary>Waits for all ends through a node, and looks at what happened.</summary>
    /// <param name="through">That node.</param>
    /// <param name="victim">The node whose running steps could not end, and so may run once more elsewhere; null: there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task EndAsync(int through, int? victim, CancellationToken cancellationToken)
    {
        foreach (var waiting in _waiting)
        {
            try
            {
                var result = await waiting;
                Report.Answered++;
                _ids.Add(result.GetProperty("execution_id").GetString()!);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Report.Problems.Add($"a waiting caller got no answer: {e.Message}");
            }
        }

        foreach (var id in _ids)
        {
            var result = await nodes[through].EndAsync(id, cancellationToken);
            if (result.GetProperty("status").GetString() != "completed" || result.GetProperty("output").GetString() != $"mark{Stations.Marks}")
            {
                Report.Problems.Add($"{id} is {result}");
            }
        }

        await CheckTracesAsync(cancellationToken);
        Report.Took = Stopwatch.GetElapsedTime(_blow);
        Report.Problems.AddRange(folder.MarksSince(_places).Where(m => _ended.Contains((m.Execution, m.Step))).Select(m => $"{m.Execution}: {m.Step} had ended, and ran again"));
        var marks = folder.MarksSince(_start).GroupBy(m => (m.Execution, m.Step)).ToList();
        var again = marks.Where(m => m.Count() > 1).ToList();
        Report.RunAgain = again.Sum(m => m.Count() - 1);
        // On the victim, and once more elsewhere; and of each execution no more than the one step that ran there.
        Report.Problems.AddRange(again.Where(m => m.Count(n => n.Node == victim) != 1 || m.Count() != 2)
            .Select(m => $"{m.Key.Execution}: {m.Key.Step} ran on nodes {string.Join(", ", m.Select(n => n.Node))}"));
        Report.Problems.AddRange(again.CountBy(m => m.Key.Execution).Where(e => e.Value > 1).Select(e => $"{e.Key}: {e.Value} steps ran twice"));
        Report.Problems.AddRange(_ids.Where(id => marks.Count(m => m.Key.Execution == id) != Stations.Marks).Select(id => $"{id}: steps are missing in the witness"));
    }

    // One trace, also when it moved: the one that its caller began.
    private async Task CheckTracesAsync(CancellationToken cancellationToken)
    {
        var traces = (await folder.QueryAsync("SELECT id, coalesce(trace_id, '-') || ' ' || coalesce(trace_parent, '-') FROM executions", cancellationToken)).ToDictionary(t => t.Item1, t => t.Item2);
        Report.Problems.AddRange(_ids.Where(id => traces[id].Split(' ') is not [{ Length: 32 } trace, var parent] || parent.Split('-').ElementAtOrDefault(1) != trace)
            .Select(id => $"{id} is not in its caller's trace: {traces[id]}"));
    }

    private int Begun() => folder.MarksSince(_start).Select(m => m.Execution).Distinct().Count();
}
