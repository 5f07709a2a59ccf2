using System.Diagnostics;

namespace Ael.Engine.Telemetry;

/// <summary>A log record as every output shows it: secrets are out, the execution it belongs to is known.</summary>
/// <param name="At">UTC.</param>
/// <param name="Level">One of six; the spelling has five.</param>
/// <param name="Component">One of <see cref="Components"/>.</param>
/// <param name="Message">May have line breaks; outputs see to them.</param>
/// <param name="Scope">Null for lines of no execution.</param>
/// <param name="Trace">The span that was current; default for none.</param>
/// <param name="Exception">What was thrown, if something was.</param>
internal sealed record LogEvent(
    DateTimeOffset At, LogLevel Level, string Component, string Message, LogScope? Scope, ActivityContext Trace, LoggedException? Exception)
{
    /// <summary>Fields of <see cref="LogFieldCatalogue"/> that the message's placeholders filled: strings, numbers.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Details { get; init; } = [];

    /// <summary>The fields that tell which step it was, then <see cref="Details"/>. Each name once.</summary>
    public IEnumerable<KeyValuePair<string, object?>> StepAndDetails()
    {
        if (Scope?.StepId is { } step)
        {
            yield return new(LogFieldCatalogue.StepId, step);
        }

        if (Scope?.Attempt is { } attempt)
        {
            yield return new(LogFieldCatalogue.Attempt, attempt);
        }

        if (Scope?.Item is { } item)
        {
            yield return new(LogFieldCatalogue.Item, item);
        }

        foreach (var detail in Details)
        {
            if (detail.Key != LogFieldCatalogue.Attempt || Scope?.Attempt is null)
            {
                yield return detail;
            }
        }
    }
}

/// <param name="Type">Full name of its class.</param>
/// <param name="Message">Without secrets.</param>
/// <param name="StackTrace">With those of inner exceptions, as the runtime writes them.</param>
internal sealed record LoggedException(string Type, string Message, string StackTrace);
