using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Yaml;
using Npgsql;

namespace Ael.Engine.Configuration.Keys;

/// <summary>The kinds of values that keys take.</summary>
internal static partial class Kinds
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(3650);
    private static readonly ValueKind<Uri> s_url = Url("http", "https");

    public static readonly ValueKind<bool> Boolean = Of("true or false", (n, p) => ScalarReader.Boolean(n, p), v => v ? "true" : "false");

    public static readonly ValueKind<TimeSpan> Duration = Durations(TimeSpan.FromMilliseconds(1), s_longest);

    public static readonly ValueKind<IReadOnlyDictionary<string, string>> TextMap = new(
        "mapping (name: text)",
        (node, problems, out value) =>
        {
            value = new Dictionary<string, string>();
            if (MapReader.Open(node, "mapping", problems) is not { } map)
            {
                return false;
            }

            value = map.Map.Entries
                .Select(e => (e.Key.Text, Value: ScalarReader.Written(e.Value, problems)))
                .Where(e => e.Value is not null).ToDictionary(e => e.Text, e => e.Value!);
            return true;
        },
        v => v.Count == 0 ? "{}" : "{...}");

    /// <summary>Text that is not empty. <paramref name="check"/> returns what is wrong, null when nothing is.</summary>
    public static ValueKind<string> Text(string allowed, Func<string, string?>? check = null, string? suggestion = null) => new(
        allowed,
        (node, problems, out value) =>
        {
            value = FromVariable(node) ? ScalarReader.Written(node, problems) : ScalarReader.Text(node, problems, allowEmpty: false);
            if (value is null)
            {
                return false;
            }

            if (check?.Invoke(value) is not { } wrong)
            {
                return true;
            }

            problems.Add(node, wrong, suggestion ?? $"use {allowed}");
            return false;
        },
        v => v.StartsWith(':') ? $"\"{v}\"" : v);

    /// <summary>A connection string of Npgsql. What is wrong with it is said without quoting it: there is a password in it.</summary>
    public static readonly ValueKind<string> Postgres = Text(
        "PostgreSQL connection string", BadConnectionString, "write it as Host=127.0.0.1;Port=5432;Database=ael;Username=ael;Password=${AEL_DB_PASSWORD}");

    /// <summary>The same, or nothing (<c>null</c>).</summary>
    public static ValueKind<T?> Optional<T>(ValueKind<T> kind) where T : class => new(
        kind.Allowed,
        (node, problems, out value) =>
        {
            value = null;
            return node is YamlScalar { IsNull: true } || (node is YamlScalar { Text: "" } && FromVariable(node)) || kind.Read(node, problems, out value);
        },
        v => v is null ? "null" : kind.Show(v));

    public static ValueKind<Uri> Url(params string[] schemes)
    {
        var text = Text(
            $"a URL ({string.Join(" or ", schemes)})",
            t => Uri.TryCreate(t, UriKind.Absolute, out var u) && schemes.Contains(u.Scheme) && u.Host.Length > 0 ? null : $"expected a URL ({string.Join(" or ", schemes)}), was '{t}'",
            $"write it in full, as in {schemes[0]}://localhost:4317");
        return new(
            text.Allowed,
            (node, problems, out value) =>
            {
                value = null;
                return text.Read(node, problems, out var t) && Uri.TryCreate(t, UriKind.Absolute, out value);
            },
            v => v.ToString());
    }

    /// <summary>A URL, or <c>host:port</c> alone, which leaves open whether TLS is spoken (see <see cref="OtlpOptions.Address"/>).</summary>
    public static readonly ValueKind<Uri> Collector = new(
        "a URL (http or https), or `host:port`",
        (node, problems, out value) =>
        {
            value = node is YamlScalar { IsString: true } scalar && HostAndPort().IsMatch(scalar.Text) && Uri.TryCreate($"{OtlpOptions.NoScheme}://{scalar.Text}", UriKind.Absolute, out var open)
                ? open : null;
            return value is not null || s_url.Read(node, problems, out value);
        },
        v => v.ToString());

    public static ValueKind<double> Number(double min, double max) => Of(
        string.Create(CultureInfo.InvariantCulture, $"number, {min} to {max}"), (n, p) => ScalarReader.Number(n, p, min, max), v => v.ToString(CultureInfo.InvariantCulture));

    public static ValueKind<int> Integer(int min, int max) =>
        Of($"whole number, {min} to {max}", (n, p) => (int?)ScalarReader.Integer(n, p, min, max), v => v.ToString(CultureInfo.InvariantCulture));

    public static ValueKind<TimeSpan> Durations(TimeSpan min, TimeSpan max) =>
        Of($"duration, {Spell(min)} to {Spell(max)}", (n, p) => ScalarReader.Duration(n, p, min, max), Spell);

    public static ValueKind<long> Size(long min, long max) => Of($"size, {Spell(min)} to {Spell(max)}", (n, p) => ScalarReader.Size(n, p, min, max), Spell);

    public static ValueKind<int> IntSize(int min, int max) => Of($"size, {Spell(min)} to {Spell(max)}", (n, p) => (int?)ScalarReader.Size(n, p, min, max), v => Spell(v));

    public static ValueKind<T> Choice<T>() where T : struct, Enum =>
        Words(Enum.GetValues<T>().ToDictionary(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString())));

    public static ValueKind<T> Words<T>(IReadOnlyDictionary<string, T> words) where T : struct =>
        Of(string.Join(", ", words.Keys.Select(w => $"`{w}`")), (n, p) => ScalarReader.Choice(n, p, words), v => words.First(w => w.Value.Equals(v)).Key);

    /// <summary>A list of such texts; from a variable, separated by commas.</summary>
    public static ValueKind<IReadOnlyList<string>> List(ValueKind<string> item) => new(
        $"list of {item.Allowed}",
        (node, problems, out value) =>
        {
            value = [];
            if (Items(node, problems) is not { } nodes)
            {
                return false;
            }

            var before = nodes.Count;
            value = [.. nodes.Select(n => item.Read(n, problems, out var text) ? text : null).OfType<string>()];
            return value.Count == before;
        },
        v => v.Count == 0 ? "[]" : $"[{string.Join(", ", v)}]");

    public static IReadOnlyList<YamlNode>? Items(YamlNode node, ProblemList problems)
    {
        switch (node)
        {
            case YamlSequence list:
                return list.Items;
            case YamlScalar { IsNull: true }:
                return [];
            case YamlScalar scalar when FromVariable(node):
                return [.. scalar.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(t => scalar with { Text = t, Kind = ScalarKind.String })];
            default:
                problems.WasOfOtherType(node, "a list", "write the items as a list: [a, b], or one a line after '- '");
                return null;
        }
    }

    /// <summary>What is wrong with a regular expression; null when nothing is.</summary>
    public static string? BadPattern(string pattern)
    {
        try
        {
            _ = Redactor.Compile(pattern);
            return null;
        }
        catch (RegexParseException e)
        {
            return $"this is not a regular expression: {JsonNamingPolicy.SnakeCaseLower.ConvertName(e.Error.ToString()).Replace('_', ' ')}";
        }
        catch (ArgumentException)
        {
            return "this pattern matches the empty text, which is everywhere";
        }
        catch (NotSupportedException)
        {
            return "this is not a regular expression that can be used: it needs backtracking";
        }
    }

    private static string? BadConnectionString(string text)
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host) ? "this PostgreSQL connection string names no Host" : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return text.Contains("://", StringComparison.Ordinal)
                ? "this is a URL, not a PostgreSQL connection string"
                : "this is not a PostgreSQL connection string: a keyword in it is unknown, or has a value that it cannot have";
        }
    }

    /// <summary>From the environment, whose values have no types, or with a variable in it.</summary>
    private static bool FromVariable(YamlNode node) => node is YamlScalar { IsNull: false } scalar && (scalar.Line == 0 || scalar.Raw.Contains("${", StringComparison.Ordinal));

    private static ValueKind<T> Of<T>(string allowed, Func<YamlNode, ProblemList, T?> read, Func<T, string> show) where T : struct => new(
        allowed,
        (node, problems, out value) =>
        {
            var given = read(node, problems);
            value = given.GetValueOrDefault();
            return given is not null;
        },
        show);

    private static string Spell(TimeSpan span) => span.TotalMilliseconds switch
    {
        0 => "0s",
        var ms when ms % 86_400_000 == 0 => string.Create(CultureInfo.InvariantCulture, $"{ms / 86_400_000}d"),
        var ms when ms % 3_600_000 == 0 => string.Create(CultureInfo.InvariantCulture, $"{ms / 3_600_000}h"),
        var ms when ms % 60_000 == 0 => string.Create(CultureInfo.InvariantCulture, $"{ms / 60_000}m"),
        var ms when ms % 1000 == 0 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000}s"),
        var ms => string.Create(CultureInfo.InvariantCulture, $"{ms}ms"),
    };

    private static string Spell(long bytes) => bytes switch
    {
        > 0 when bytes % (1L << 50) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 50}PiB"),
        > 0 when bytes % (1L << 40) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 40}TiB"),
        > 0 when bytes % (1 << 30) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30}GiB"),
        > 0 when bytes % (1 << 20) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20}MiB"),
        > 0 when bytes % (1 << 10) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10}KiB"),
        _ => bytes.ToString(CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5}\z")]
    private static partial Regex HostAndPort();
}
