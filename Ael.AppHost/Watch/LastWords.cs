using System.Text.RegularExpressions;

namespace Ael.AppHost.Watch;

/// <summary>The end of a resource's log.</summary>
internal static partial class LastWords
{
    private const int Lines = 3;

    private static readonly string[] s_stock = ["not all requested objects were returned", "only 0 out of", "docker command '", "podman command '", "object not found"];

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>At most three lines; fewer when there are fewer, or when they do not come in time.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(ResourceLoggerService logs, IResource resource, CancellationToken cancellationToken)
    {
        Queue<string> last = new();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(s_patience);
        try
        {
            await foreach (var batch in logs.GetAllAsync(resource).WithCancellation(bounded.Token))
            {
                foreach (var line in batch.SelectMany(l => Of(l.Content)).Where(l => !last.Contains(l)))
                {
                    last.Enqueue(line);
                    if (last.Count > Lines)
                    {
                        last.Dequeue();
                    }
                }
            }
        }
#pragma warning disable CA1031 // A log that cannot be read, for whatever reason, must not end the watch over all the others.
        catch (Exception)
        {
            // Better few words than none of what follows.
        }
#pragma warning restore CA1031

        return [.. last];
    }

    /// <summary>
    /// The lines of an entry that say something. One entry has several lines where the orchestrator hands on what the container runtime said, most of
    /// which is the same whatever went wrong.
    /// </summary>
    public static IEnumerable<string> Of(string entry) => entry.Split('\n')
        .Select(line => Prefix().Replace(line, "").Trim())
        .Where(line => line.Length > 0 && line != "error" && !Id().IsMatch(line) && !s_stock.Any(s => line.StartsWith(s, StringComparison.Ordinal)));

    // The time, which is now, and the orchestrator's own mark.
    [GeneratedRegex(@"^(\d{4}-\d\d-\d\dT[\d:.]+Z)?\s*(\[sys\] )?")]
    private static partial Regex Prefix();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Id();
}
