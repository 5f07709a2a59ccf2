namespace Ael.Engine.Yaml;

/// <summary>Spells places in a document: <c>steps[2].params["a b"]</c>.</summary>
internal static class YamlPath
{
    public static string Member(string parent, string key)
    {
        var plain = key.Length is > 0 and <= 80 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '@' or '/');
        var shown = key.Length > 80 ? key[..77] + "..." : key;
        return (parent == "$", plain) switch
        {
            (true, true) => key,
            (false, true) => $"{parent}.{key}",
            _ => $"{parent}[\"{shown.Replace("\n", "\\n", StringComparison.Ordinal)}\"]",
        };
    }
}
