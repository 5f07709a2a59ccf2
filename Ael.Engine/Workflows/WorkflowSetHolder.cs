namespace Ael.Engine.Workflows;

/// <summary>The current picture, written by the catalogue. It stands apart so that checks can look workflows up without needing the catalogue that runs them.</summary>
internal sealed class WorkflowSetHolder
{
    private volatile WorkflowSet _current = WorkflowSet.Empty;

    public WorkflowSet Current { get => _current; set => _current = value; }
}
