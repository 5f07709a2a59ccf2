using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

/// <summary>WORKFLOW_INVALID with every problem found.</summary>
internal sealed class WorkflowException(AelError error, IReadOnlyList<Problem> problems) : AelException(error)
{
    /// <summary>The error as <see cref="WorkflowProblems"/> words it.</summary>
    public WorkflowException(string workflow, IReadOnlyList<Problem> problems)
        : this(WorkflowProblems.ToError(workflow, problems), problems)
    {
    }

    public IReadOnlyList<Problem> Problems { get; } = problems;
}
