using System.Globalization;
using System.Text.RegularExpressions;

namespace Ael.Engine.Yaml;

/// <summary>Durations and byte sizes as people write them.</summary>
internal static partial class Units
{
    public const string DurationForms = "30, 30s, 500ms, 5m, 1h or 7d";
    public const string SizeForms = "4096, 64KiB, 512MiB or 1GiB";

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(3650);

    /// <summary>A number of seconds, or a number with ms, s, m, h or d; null when the text is neither, or beyond ten years.</summary>
    public static TimeSpan? Duration(string text)
    {
        if (text.Length > 32 || DurationPattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var seconds = Number(match) * match.Groups["unit"].Value switch
        {
            "ms" => 0.001,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            _ => 1,
        };
        return seconds <= s_longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>A number of bytes, or a number with B, KB, MB, GB (powers of 1000) or KiB, MiB, GiB (of 1024); null when the text is neither.</summary>
    public static long? Size(string text)
    {
        if (text.Length > 32 || SizePattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var bytes = Number(match) * match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "KB" => 1e3,
            "MB" => 1e6,
            "GB" => 1e9,
            "KIB" => 1024,
            "MIB" => 1024 * 1024,
            "GIB" => 1024 * 1024 * 1024,
            _ => 1,
        };
        return bytes <= 1L << 50 && bytes == Math.Floor(bytes) ? (long)bytes : null;
    }

    private static double Number(Match match) => double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<number>[0-9]+(?:\.[0-9]+)?) ?(?<unit>ms|s|m|h|d)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"^(?<number>[0-9]+(?:\.[0-9]+)?) ?(?<unit>B|[KMG]i?B)?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SizePattern();
}
