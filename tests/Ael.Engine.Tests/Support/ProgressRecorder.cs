using ModelContextProtocol;

namespace Ael.Engine.Tests.Support;

/// <summary>Keeps every progress value in the order of arrival.</summary>
internal sealed class ProgressRecorder : IProgress<ProgressNotificationValue>
{
    public List<double> Values { get; } = [];

    /// <summary>Runs when the first one comes: the call is known to be under way then.</summary>
    public Action? OnFirst { get; init; }

    public void Report(ProgressNotificationValue value)
    {
        Values.Add(value.Progress);
        if (Values.Count == 1)
        {
            OnFirst?.Invoke();
        }
    }
}
