using System.Diagnostics;

namespace Ael.Engine.Telemetry;

/// <summary>What is known of one trace. Every member is used under a lock on the object.</summary>
internal sealed class HeldTrace
{
    private List<Activity>? _spans;

    public HeldTrace(ActivityTraceId id)
    {
        Id = id;
        Place = new LinkedListNode<HeldTrace>(this);
    }

    public ActivityTraceId Id { get; }

    /// <summary>Among those that are not decided.</summary>
    public LinkedListNode<HeldTrace> Place { get; }

    /// <summary>Null: not decided.</summary>
    public bool? Kept { get; set; }

    /// <summary>It is out of the table; look there again.</summary>
    public bool Gone { get; set; }

    /// <summary>Executions at work that a caller started.</summary>
    public int Running { get; set; }

    /// <summary>An error or a slow workflow was seen.</summary>
    public bool Notable { get; set; }

    public void Hold(Activity span) => (_spans ??= []).Add(span);

    /// <summary>The spans held so far, in the order of their ends; from now on they are the caller's.</summary>
    public IReadOnlyList<Activity> Take()
    {
        var spans = _spans;
        _spans = null;
        return spans ?? [];
    }
}
