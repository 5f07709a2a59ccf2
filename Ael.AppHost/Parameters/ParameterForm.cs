using System.Text.RegularExpressions;

namespace Ael.AppHost.Parameters;

/// <summary>What a parameter's value may be.</summary>
/// <param name="Words">Ends the sentence "It is ...".</param>
/// <param name="Example">One that is accepted.</param>
/// <param name="Accepts">Whether a value has the form.</param>
internal sealed partial record ParameterForm(string Words, string Example, Func<string, bool> Accepts)
{
    /// <summary>As Loki and Tempo read it; days are not among their units.</summary>
    public static ParameterForm Hours { get; } = new("a number of hours, at least 24h", "168h", t => HoursText().Match(t) is { Success: true } m && Whole(m) >= 24);

    /// <summary>As Prometheus reads it.</summary>
    public static ParameterForm Age { get; } = new("a number with h, d, w or y", "15d", t => AgeText().Match(t) is { Success: true } m && Whole(m) > 0);

    public static ParameterForm Size { get; } = new("a number with MB, GB or TB", "5GB", t => SizeText().Match(t) is { Success: true } m && Whole(m) > 0);

    public static ParameterForm Percent { get; } = new("a number from 0 to 100", "10", t => Number().Match(t) is { Success: true } m && Whole(m) <= 100);

    public static ParameterForm Milliseconds { get; } = new("a number of milliseconds", "5000", t => Number().Match(t) is { Success: true } m && Whole(m) > 0);

    /// <summary>Empty: none.</summary>
    public static ParameterForm Address { get; } = new(
        "an http or https URL, or empty", "https://example.org/alerts", t => t.Length == 0 || (Uri.TryCreate(t, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"));

    /// <summary>As a value in OTEL_RESOURCE_ATTRIBUTES, where a comma or an equals sign would begin something else.</summary>
    public static ParameterForm Word { get; } = new("a word of letters, digits, dots and dashes", "homelab", t => WordText().IsMatch(t));

    private static long Whole(Match match) => long.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{1,9})h\z")]
    private static partial Regex HoursText();

    [GeneratedRegex(@"^(\d{1,9})[hdwy]\z")]
    private static partial Regex AgeText();

    [GeneratedRegex(@"^(\d{1,9})[MGT]B\z")]
    private static partial Regex SizeText();

    [GeneratedRegex(@"^(\d{1,9})\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z")]
    private static partial Regex WordText();
}
