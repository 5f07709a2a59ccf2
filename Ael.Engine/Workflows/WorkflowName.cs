using System.Text.RegularExpressions;

namespace Ael.Engine.Workflows;

/// <summary>How workflows, versions, steps and inputs may be called.</summary>
internal static partial class WorkflowName
{
    /// <summary>Also the length MCP allows for a tool's name.</summary>
    public const int MaxLength = 128;

    public const string NameForm = "letters, digits, '-' and '_', a letter first, at most 128";
    public const string VersionForm = "letters, digits, '.', '-', '+' and '_', at most 64";
    public const string IdForm = "letters, digits, '-' and '_', a letter or '_' first, at most 128";

    public static bool IsName(string text) => text.Length <= MaxLength && NamePattern().IsMatch(text);

    public static bool IsVersion(string text) => VersionPattern().IsMatch(text);

    /// <summary>For steps and inputs.</summary>
    public static bool IsId(string text) => text.Length <= MaxLength && IdPattern().IsMatch(text);

    /// <summary><c>name</c> or <c>name@version</c>; null when it is neither.</summary>
    public static (string Name, string? Version)? Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (name, version) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        return IsName(name) && (version is null || IsVersion(version)) ? (name, version) : null;
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
