using System.Numerics;

namespace Ael.Engine.Workflows;

/// <summary>Order of versions: by semantic versioning where they follow it, part by part in any case (<c>1.10</c> is above <c>1.9</c>).</summary>
internal sealed class WorkflowVersions : IComparer<string?>
{
    public static readonly WorkflowVersions Order = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (Split(x ?? ""), Split(y ?? ""));
        var core = Parts(a.Core, b.Core);
        if (core != 0)
        {
            return core;
        }

        var release = (a.Pre.Length == 0, b.Pre.Length == 0) switch
        {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => -1,
            _ => Parts(a.Pre, b.Pre),
        };
        return release != 0 ? release : string.CompareOrdinal(x, y);
    }

    private static (string Core, string Pre) Split(string version)
    {
        var text = version.Length > 1 && version[0] is 'v' or 'V' && char.IsAsciiDigit(version[1]) ? version[1..] : version;
        var build = text.IndexOf('+', StringComparison.Ordinal);
        text = build < 0 ? text : text[..build];
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (text, "") : (text[..dash], text[(dash + 1)..]);
    }

    private static int Parts(string x, string y)
    {
        var (a, b) = (x.Split('.'), y.Split('.'));
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            // A part that is missing counts as zero: 1.0 is 1.0.0.
            var order = Part(i < a.Length ? a[i] : "0", i < b.Length ? b[i] : "0");
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int Part(string x, string y) => (BigInteger.TryParse(x, out var a), BigInteger.TryParse(y, out var b)) switch
    {
        (true, true) => a.CompareTo(b),
        // Numbers stand below words, as semantic versioning has it for pre-releases.
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(x, y),
    };
}
