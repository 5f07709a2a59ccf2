namespace Ael.AppHost.Watch;

/// <summary>
/// Says what is stuck, and why, since Aspire's console does not: a resource that failed at once, one that takes long after a while. Each of it once, and
/// once more when it has come right. What people open is a line when it is ready, with its address. Not for concurrent use.
/// </summary>
internal sealed class StartReport(TimeProvider time)
{
    /// <summary>How long anything may take before it is a line. Below the 15 s within which people are to know.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Takes what is new about a resource.</summary>
    public IReadOnlyList<StartLine> See(ResourceView view)
    {
        var entry = _entries.GetValueOrDefault(view.Name);
        if (entry is null || entry.View.State != view.State)
        {
            // A new state starts the clock again, and may be said again.
            entry = new Entry(view, time.GetTimestamp(), entry?.Reported ?? false) { Greeted = entry?.Greeted ?? false };
        }
        else
        {
            entry = entry with { View = view };
        }

        List<StartLine> lines = [];
        if (view.HasFailed && !entry.Said)
        {
            entry = entry with { Said = true, Reported = true };
            lines.Add(new StartLine(view.Name, StuckWords.Of(view, _entries.Values.Select(e => e.View)), AskForLog: true));
        }
        else if (view.IsReady && (entry.Reported || (view.Address.Length > 0 && !entry.Greeted)))
        {
            entry = entry with { Reported = false, Said = false, Greeted = true };
            lines.Add(new StartLine(view.Name, view.Address.Length > 0 ? $"{view.Name} is ready: {view.Address}" : $"{view.Name} is ready now.", AskForLog: false));
        }

        _entries[view.Name] = entry;
        return lines;
    }

    /// <summary>Takes that time has passed.</summary>
    public IReadOnlyList<StartLine> Tick()
    {
        List<StartLine> lines = [];
        var late = _entries.Where(e => IsLate(e.Value)).ToList();
        List<string> unbegun = [.. late.Where(e => e.Value.View.State.Length == 0).Select(e => e.Key)];
        if (unbegun.Count > 0)
        {
            lines.Add(new StartLine(unbegun[0], StuckWords.NotBegun(unbegun), AskForLog: false));
        }

        foreach (var (name, entry) in late)
        {
            _entries[name] = entry with { Said = true, Reported = true };
            var view = entry.View;
            if (view.State.Length == 0)
            {
                continue;
            }

            lines.Add(new StartLine(name, StuckWords.Of(view, _entries.Values.Select(e => e.View)), AskForLog: view.State == KnownResourceStates.Running));
        }

        return lines;
    }

    private bool IsLate(Entry entry) =>
        !entry.Said && !entry.View.IsReady && !entry.View.IsAtRest && !entry.View.HasFailed && time.GetElapsedTime(entry.Since) >= Patience;

    /// <param name="View">The last one.</param>
    /// <param name="Since">Timestamp of its state.</param>
    /// <param name="Reported">Whether its being ready is news.</param>
    private sealed record Entry(ResourceView View, long Since, bool Reported)
    {
        /// <summary>Whether this state was said.</summary>
        public bool Said { get; init; }

        /// <summary>Whether its address was.</summary>
        public bool Greeted { get; init; }
    }
}

/// <summary>A line for the console.</summary>
/// <param name="Resource">Whom it is about.</param>
/// <param name="Text">The line.</param>
/// <param name="AskForLog">Whether the resource's own last words belong to it.</param>
internal sealed record StartLine(string Resource, string Text, bool AskForLog);
