namespace Ael.Engine.Cli.Doctor;

internal enum Verdict
{
    Works,
    Broken,

    /// <summary>Not looked at, since the configuration says so, or because of what is broken before it.</summary>
    Skipped,
}

/// <summary>What the doctor found out about one link of the chain.</summary>
/// <param name="Link">Its name.</param>
/// <param name="Verdict">Whether it works.</param>
/// <param name="What">What was seen, in a sentence.</param>
/// <param name="Advice">What to do next; null when there is nothing to do.</param>
internal sealed record Finding(string Link, Verdict Verdict, string What, string? Advice = null)
{
    public static Finding Works(string link, string what) => new(link, Verdict.Works, what);

    public static Finding Broken(string link, string what, string advice) => new(link, Verdict.Broken, what, advice);

    public static Finding Skipped(string link, string what) => new(link, Verdict.Skipped, what);
}
