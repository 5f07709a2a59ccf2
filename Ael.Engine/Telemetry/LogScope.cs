namespace Ael.Engine.Telemetry;

/// <summary>What log lines belong to: an execution, and within it a step, an attempt, an element.</summary>
internal sealed class LogScope
{
    private readonly Execution _execution;

    public LogScope(string workflow, string executionId)
        : this(new Execution(workflow, executionId))
    {
    }

    private LogScope(Execution execution) => _execution = execution;

    public string WorkflowId => _execution.Workflow;

    public string ExecutionId => _execution.Id;

    public string? StepId { get; private init; }

    public int? Attempt { get; private init; }

    public int? Item { get; private init; }

    /// <summary>Lines that the execution's log did not take.</summary>
    public int LeftOut => _execution.LeftOut;

    public LogScope Step(string id) => new(_execution) { StepId = id };

    public LogScope InAttempt(string stepId, int number, int? item) => new(_execution) { StepId = stepId, Attempt = number, Item = item };

    /// <summary>Counts a line; false when the execution has had its share.</summary>
    public bool Take(int most) => _execution.Take(most);

    // Shared by all scopes of one execution.
    private sealed class Execution(string workflow, string id)
    {
        private int _lines;
        private int _leftOut;

        public string Workflow { get; } = workflow;

        public string Id { get; } = id;

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
