namespace Ael.Engine.Telemetry;

/// <summary>What log lines belong to: an execution, and within it a step, an attempt, an element.</summary>
internal sealed class LogScope
{
    private readonly LogTally _tally;

    public LogScope(string workflow, string executionId)
        : this(workflow, executionId, new LogTally())
    {
    }

    private LogScope(string workflow, string executionId, LogTally tally)
    {
        WorkflowId = workflow;
        ExecutionId = executionId;
        _tally = tally;
    }

    public string WorkflowId { get; }

    public string ExecutionId { get; }

    public string? StepId { get; private init; }

    public int? Attempt { get; private init; }

    public int? Item { get; private init; }

    /// <summary>Lines that the execution's log did not take.</summary>
    public int LeftOut => _tally.LeftOut;

    public LogScope Step(string id) => new(WorkflowId, ExecutionId, _tally) { StepId = id };

    public LogScope InAttempt(string stepId, int number, int? item) => new(WorkflowId, ExecutionId, _tally) { StepId = stepId, Attempt = number, Item = item };

    /// <summary>Counts a line; false when the execution has had its share.</summary>
    public bool Take(int most) => _tally.Take(most);

    // Shared by all scopes of one execution.
    private sealed class LogTally
    {
        private int _lines;
        private int _leftOut;

        public int LeftOut => Volatile.Read(ref _leftOut);

        public bool Take(int most)
        {
            if (Interlocked.Increment(ref _lines) <= most)
            {
                return true;
            }

            Interlocked.Increment(ref _leftOut);
            return false;
        }
    }
}
