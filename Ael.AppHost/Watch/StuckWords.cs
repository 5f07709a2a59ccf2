namespace Ael.AppHost.Watch;

/// <summary>Why a resource is not ready, in a sentence, and what to do.</summary>
internal static class StuckWords
{
    public static string Of(ResourceView view, IEnumerable<ResourceView> others)
    {
        var name = view.Name;
        if (view.State == KnownResourceStates.Exited)
        {
            return $"{name} has ended with exit code {view.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}. Its log says why; correct that, then start it in the dashboard.";
        }

        if (view.State == KnownResourceStates.FailedToStart)
        {
            return $"{name} could not be started. Its log says why; correct that, then start it in the dashboard.";
        }

        if (view.State == KnownResourceStates.RuntimeUnhealthy)
        {
            return $"{name} cannot start, since the container runtime does not answer. Start Docker or Podman; it goes on by itself.";
        }

        if (view.State == KnownResourceStates.ValueMissing)
        {
            return $"The parameter {name} has no value, and what needs it waits. Set Parameters__{name.Replace('-', '_')}, or enter it in the dashboard.";
        }

        if (view.State == KnownResourceStates.Waiting)
        {
            var culprits = others.Where(o => view.WaitsFor.Contains(o.Name) && !o.IsReady).Select(o => $"{o.Name} ({Lower(o.State)})").ToList();
            return $"{name} waits for {(culprits.Count > 0 ? string.Join(", ", culprits) : "what it depends on")}.";
        }

        return view.State == KnownResourceStates.Running
            ? $"{name} runs and is not healthy{(view.Ailment.Length > 0 ? $": {FirstLine(view.Ailment)}" : " yet.")}"
            : $"{name} is still on its way ({Lower(view.State)}).{(view.IsContainer ? " A first start fetches its image, which can take minutes." : "")}";
    }

    /// <summary>Of what the orchestrator has not come to: the cause is one, and so is the line.</summary>
    public static string NotBegun(IEnumerable<string> names) => $"Aspire's orchestrator takes long, and has not begun with {string.Join(", ", names)}.";

    private static string Lower(string state) => state.Length == 0 ? "not started" : state.ToLowerInvariant();

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
