using System.Text.RegularExpressions;

namespace Ael.Engine.Configuration;

/// <summary>Secrets that are known by their looks. Each alternative starts only where a run of its letters starts, so a search is linear.</summary>
internal static partial class RedactedPatterns
{
    /// <summary>Texts (in any case) of which at least one is in everything that <see cref="Secret"/> or <see cref="Assignment"/> finds by its looks.</summary>
    public static readonly IReadOnlyList<string> Triggers =
    [
        "bearer", "basic ", "sk-", "sk_", "rk_", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "npm_", "AIza", "eyJ",
        "-----BEGIN", "://", "api_key", "api-key", "apikey",
    ];

    /// <summary>Tokens, keys and URLs with a password. What the group <c>keep</c> holds stays.</summary>
    [GeneratedRegex(
        """
        (?<keep>(?<![A-Za-z0-9])(?i:bearer|basic)[ \t]{1,4})(?=[^\s"']{0,400}[0-9]|[^\s"']{20})[A-Za-z0-9._~+/=-]{8,}   # HTTP authorization; a word that follows is none
        | (?<![A-Za-z0-9])(?:sk|rk)[-_](?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{16,}              # OpenAI, Anthropic, Stripe
        | (?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])                              # AWS
        | (?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})           # GitHub
        | (?<![A-Za-z0-9])(?:glpat-[A-Za-z0-9_-]{16,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|npm_[A-Za-z0-9]{30,}|AIza[A-Za-z0-9_-]{30,})  # GitLab, Slack, npm, Google
        | (?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}\.eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*          # JSON Web Token
        | -----BEGIN[ ](?:[A-Z0-9]{1,20}[ ]){0,3}PRIVATE[ ]KEY(?:[ ]BLOCK)?-----[\s\S]*?(?:-----END[ ](?:[A-Z0-9]{1,20}[ ]){0,3}PRIVATE[ ]KEY(?:[ ]BLOCK)?-----|\z)
        | (?<keep>://[^\s/:@"'<>]{0,200}:)[^\s/@"'<>]{1,500}(?=@)                               # user:password@host
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    public static partial Regex Secret();

    /// <summary>Assignments in text: <c>password=...</c>, and quoted ones as Python and JSON print them. What the group <c>keep</c> holds stays.</summary>
    [GeneratedRegex(
        """
        (?<keep>(?<![A-Za-z])(?:password|passwd|passphrase|pwd|secret|(?<!next_|page_|continuation_|sync_)token|api[_-]?key|access_key|secret_key|private_key|account_key|authorization)
          (?:["']?[ ]{0,3}[:=][ ]{0,3}(?<quote>["'])|=(?!["'])))
        (?(quote)(?:(?!\k<quote>)[^\r\n]){1,4000}|[^\s&;,"'\[\](){}]+)
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    public static partial Regex Assignment();
}
