using Ael.Engine.Configuration;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Sqlite;

namespace Ael.Reliability.Crash;

/// <summary>What a series of kills showed.</summary>
internal sealed class CrashReport
{
    private readonly HashSet<string> _acknowledged = new(StringComparer.Ordinal);

    /// <summary>Steps that the store held as ended, by execution and step.</summary>
    public HashSet<(string Execution, string Step)> Recorded { get; } = [];

    public int Kills { get; set; }

    /// <summary>Kills in the middle of a shutdown.</summary>
    public int Stops { get; set; }

    public int Acknowledged => _acknowledged.Count;

    /// <summary>Executions that were never acknowledged, but were begun and recovered all the same.</summary>
    public int Executions { get; private set; }

    /// <summary>Marks of steps that were in flight at a kill and so ran again.</summary>
    public int RunAgain { get; private set; }

    public List<string> Problems { get; } = [];

    public void Acknowledge(string output)
    {
        foreach (var line in output.Split('\n').Where(l => l.StartsWith("started ", StringComparison.Ordinal)))
        {
            Acknowledge([line.Split(' ')[1]]);
        }
    }

    public void Acknowledge(IEnumerable<string> executions) => _acknowledged.UnionWith(executions);

    /// <summary>Marks made after the store was last read: none may be of a step that it held as ended.</summary>
    public void CheckMarks(IEnumerable<Mark> marks)
    {
        Problems.AddRange(marks.Where(m => Recorded.Contains((m.Execution, m.Step))).Select(m => $"{m.Execution}: step {m.Step} ran again after it was recorded"));
    }

    /// <summary>Reads what is recorded, while no engine lives.</summary>
    public async Task RecordAsync(string path, CancellationToken cancellationToken)
    {
        foreach (var step in await StoredSteps.ReadAsync(path, cancellationToken))
        {
            Recorded.Add(step);
        }
    }

    /// <summary>Every acknowledged execution has come to its end, with one sub-workflow per step and element.</summary>
    public async Task EndAsync(IExecutionStore store, ExecutionStatus expected, CancellationToken cancellationToken)
    {
        string? cursor = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var page = await store.ListAsync(new ExecutionQuery { Limit = 500, Cursor = cursor }, cancellationToken);
            foreach (var execution in page.Items)
            {
                seen.Add(execution.ExecutionId);
                if (execution.Status != expected)
                {
                    Problems.Add($"{execution.ExecutionId} ({execution.Workflow}) is {execution.Status}: {execution.Error}");
                }

                var children = await store.GetChildrenAsync(execution.ExecutionId, cancellationToken);
                Problems.AddRange(children.GroupBy(c => (c.StepId, c.Item, c.Attempt)).Where(g => g.Count() > 1)
                    .Select(g => $"{execution.ExecutionId}: step {g.Key.StepId} started {g.Count()} sub-workflows"));
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Executions = seen.Count;
        Problems.AddRange(_acknowledged.Except(seen).Select(id => $"{id} was acknowledged and is lost"));
    }

    public void CountRunAgain(IReadOnlyList<Mark> marks) => RunAgain = marks.Count - marks.Distinct().Count();

    public override string ToString() =>
        $"{Kills} kills{(Stops > 0 ? $" ({Stops} of them during a shutdown)" : "")}, {Executions} executions ({Acknowledged} acknowledged by id), {Recorded.Count} recorded steps, "
        + $"{RunAgain} steps in flight run again, {Problems.Count} problems{string.Concat(Problems.Take(20).Select(p => $"\n  {p}"))}";
}
