namespace Ael.Engine.Telemetry;

/// <summary>Makes text fit to leave the engine in a log line or a span: without secrets, and no longer than a reader can use.</summary>
/// <param name="redact">Takes secrets out.</param>
internal sealed class SafeText(Func<string, string> redact)
{
    // Loki refuses lines over 256 KB, and a line has several texts.
    private const int Longest = 16 * 1024;

    public string Of(string text)
    {
        // A secret across the cut would be known by neither half.
        var redacted = redact(text);
        return redacted.Length <= Longest ? redacted : $"{redacted.AsSpan(0, Cut(redacted))}... ({redacted.Length - Longest} characters left out)";
    }

    // Not between the halves of a surrogate pair.
    private static int Cut(string text) => char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
}
