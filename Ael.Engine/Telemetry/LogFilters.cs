namespace Ael.Engine.Telemetry;

/// <summary>From which level on a category is logged: that of its component, and for frameworks warnings at the least.</summary>
internal static class LogFilters
{
    // Their own chatter is of use to their developers.
    private const LogLevel FrameworksFrom = LogLevel.Warning;

    // It logs the exception of a failed start and throws it as well; the command line says once what is to be done.
    private const string StartFailures = "Microsoft.Extensions.Hosting.Internal.Host";

    // What degrades is logged where it happens; a line for each probe would bury it.
    private const string Probes = "Microsoft.Extensions.Diagnostics.HealthChecks";

    /// <summary>Category prefixes with their levels; the longest match counts. Null stands for all other categories.</summary>
    /// <param name="level">Of components that have none of their own.</param>
    /// <param name="components">Levels of single components.</param>
    public static IEnumerable<(string? Prefix, LogLevel Level)> Of(LogLevel level, IReadOnlyDictionary<string, LogLevel> components)
    {
        yield return (null, Framework(components.GetValueOrDefault(LogComponents.Of(""), level)));
        foreach (var (prefix, component, ours) in LogComponents.Prefixes)
        {
            var own = components.GetValueOrDefault(component, level);
            yield return (prefix, ours ? own : Framework(own));
        }

        var probes = components.GetValueOrDefault(LogComponents.Of(Probes), level);
        yield return (Probes, probes > LogLevel.Error ? probes : LogLevel.Error);
        yield return (StartFailures, level > LogLevel.Critical ? level : LogLevel.Critical);
    }

    /// <summary>The level that such a list gives a category.</summary>
    public static LogLevel Level(IEnumerable<(string? Prefix, LogLevel Level)> filters, string category) =>
        filters.Where(f => f.Prefix is null || category.StartsWith(f.Prefix, StringComparison.OrdinalIgnoreCase)).MaxBy(f => f.Prefix?.Length ?? -1).Level;

    private static LogLevel Framework(LogLevel level) => level > FrameworksFrom ? level : FrameworksFrom;
}
