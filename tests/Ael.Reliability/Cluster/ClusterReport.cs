namespace Ael.Reliability.Cluster;

/// <summary>What a scenario has seen.</summary>
internal sealed class ClusterReport
{
    public int Executions { get; set; }

    /// <summary>Callers that waited, through a node that lived, and got their result.</summary>
    public int Answered { get; set; }

    /// <summary>Executions that had not ended when it was done.</summary>
    public int Running { get; set; }

    /// <summary>Executions that belonged to the node that something was done to, at that time.</summary>
    public int Affected { get; set; }

    /// <summary>Steps that ran when their node ended, and so ran twice.</summary>
    public int RunAgain { get; set; }

    /// <summary>From the blow to the last end.</summary>
    public TimeSpan Took { get; set; }

    public List<string> Problems { get; } = [];

    public override string ToString() =>
        $"{Executions} executions, {Running} of them running at that time, {Affected} on the node concerned, {Answered} waiting callers answered, {RunAgain} steps run again that had not ended, {Took.TotalSeconds:0.0} s to the last end, "
        + $"{Problems.Count} problems{string.Concat(Problems.Take(20).Select(p => $"\n  {p}"))}";
}
