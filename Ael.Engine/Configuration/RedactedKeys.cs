using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Ael.Engine.Configuration;

/// <summary>
/// Decides by a key's name whether its value is a secret. Names are compared word by word (<c>dbPassword</c>, <c>DB-PASSWORD</c> and
/// <c>db_password</c> are the same), and a term has to be the last words of the name: <c>github_token</c> is a secret, <c>token_count</c>
/// and <c>max_tokens</c> are not.
/// </summary>
internal sealed partial class RedactedKeys
{
    private static readonly string[] s_terms =
    [
        "password", "passwords", "passwd", "passphrase", "pwd", "password_hash", "secret", "secrets", "client_secret", "token", "apikey", "api_key",
        "api_keys", "authorization", "cookie", "cookies", "credential", "credentials", "private_key", "access_key", "secret_key", "signing_key",
        "encryption_key", "account_key", "connection_string",
    ];

    // Places in a list and correlation handles go by that name as well.
    private static readonly FrozenSet<string> s_harmless = FrozenSet.ToFrozenSet(
        ["next_token", "page_token", "next_page_token", "continuation_token", "sync_token", "progress_token", "cancellation_token"]);

    private readonly FrozenSet<string> _configured;
    private readonly FrozenSet<string> _terms = s_terms.ToFrozenSet(StringComparer.Ordinal);

    public RedactedKeys(IEnumerable<string> configured)
    {
        _configured = configured.Select(Normalise).Where(n => n.Length > 0).ToFrozenSet(StringComparer.Ordinal);

        // Whatever the words are joined with, one of these is in the text.
        Triggers = [.. s_terms.SelectMany(t => (string[])[t, t.Replace("_", "", StringComparison.Ordinal), t.Replace('_', '-'), t.Replace('_', ' ')])
            .Concat(_configured.Select(n => n.Split('_').MaxBy(w => w.Length)!)).Distinct()];
    }

    /// <summary>Texts (in any case) of which at least one is in every key that this class finds.</summary>
    public IReadOnlyList<string> Triggers { get; }

    public bool Contains(string key)
    {
        if (key.Length > 200)
        {
            return false;
        }

        var name = Normalise(key);
        if (_configured.Contains(name))
        {
            return true;
        }

        if (s_harmless.Contains(name))
        {
            return false;
        }

        for (var at = 0; at >= 0; at = name.IndexOf('_', at) is var next and >= 0 ? next + 1 : -1)
        {
            if (_terms.Contains(name[at..]))
            {
                return true;
            }
        }

        return false;
    }

    // apiKey, API-Key and api.key become api_key.
    private static string Normalise(string key) => Separators().Replace(WordStart().Replace(key, "_"), "_").Trim('_').ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();

    [GeneratedRegex(@"[^\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();
}
