using System.Collections.Concurrent;
using System.Globalization;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Spectre.Console;

namespace Ael.Engine.Cli;

/// <summary>The steps of a running execution, on standard error: a line as each ends and, on a terminal, what runs now.</summary>
internal static class Progress
{
    public static async Task ShowAsync(IAsyncEnumerable<ExecutionEvent> events)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected)
        {
            // A file has no width; wrapped lines would only break what searches it.
            console.Profile.Width = int.MaxValue;
            await foreach (var happened in events)
            {
                Print(console, happened);
            }

            return;
        }

        await console.Status().StartAsync("starting", async status =>
        {
            var running = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
            await foreach (var happened in events)
            {
                if (happened is { Type: ExecutionEventTypes.StepStarted, StepId: { } started })
                {
                    running[started] = true;
                }
                else if (happened is { Type: ExecutionEventTypes.StepEnded, StepId: { } ended })
                {
                    running.TryRemove(ended, out _);
                }

                Print(console, happened);
                status.Status(Markup.Escape(running.IsEmpty ? "..." : string.Join(", ", running.Keys.Order(StringComparer.Ordinal))));
            }
        });
    }

    private static void Print(IAnsiConsole console, ExecutionEvent happened)
    {
        switch (happened)
        {
            case { Type: ExecutionEventTypes.StepEnded, Step: { } step }:
                var (mark, colour) = step.Status switch
                {
                    StepStatus.Completed => ("ok", "green"),
                    StepStatus.Skipped => ("skipped", "grey"),
                    _ => (step.SkipReason is null ? "failed" : "went on", "red"),
                };
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[{colour}]{mark,-8}[/]{step.Id} {Notes(step)}");
                break;
            case { Type: ExecutionEventTypes.StepRetrying, Error: { } error }:
                console.MarkupLineInterpolated(
                    CultureInfo.InvariantCulture, $"[yellow]retry   [/]{happened.StepId} attempt {happened.Attempt} failed, next in {happened.DelayMs / 1000:0.#} s: {error.ToString()}");
                break;
            case { Type: ExecutionEventTypes.Log }:
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]        {happened.StepId}: {happened.Text}[/]");
                break;
            default:
                break;
        }
    }

    private static string Notes(StepResult step) => step switch
    {
        { Status: StepStatus.Skipped, RootCause: { } root } => $"(because of {root})",
        { Status: StepStatus.Skipped } => $"({step.SkipReason})",
        { Error: { } error } => error.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"{step.DurationMs:0} ms"),
    };
}
