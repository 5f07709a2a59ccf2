namespace Ael.Engine.Execution;

/// <summary>Spans between instants of the wall clock, which may have been set back in between.</summary>
internal static class Elapsed
{
    /// <summary>An end that is not before the start, and the time from one to the other.</summary>
    public static (DateTimeOffset End, TimeSpan Duration) Between(DateTimeOffset start, DateTimeOffset now) =>
        now > start ? (now, now - start) : (start, TimeSpan.Zero);
}
