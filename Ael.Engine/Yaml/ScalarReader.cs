using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Ael.Engine.Errors;

namespace Ael.Engine.Yaml;

/// <summary>Reads one node as a value of a given type; reports what does not fit and returns null.</summary>
internal static class ScalarReader
{
    /// <summary>A string. Numbers and booleans are not taken for text: quote them.</summary>
    public static string? Text(YamlNode node, ProblemList problems, bool allowEmpty = true)
    {
        switch (node)
        {
            case YamlScalar { IsString: true } scalar when allowEmpty || !string.IsNullOrWhiteSpace(scalar.Text):
                return scalar.Text;
            case YamlScalar { IsString: true }:
                problems.Add(node, "must not be empty", "write a text");
                return null;
            case YamlScalar { IsNull: false } scalar:
                problems.WasOfOtherType(node, "text", $"quote it: \"{scalar.Text}\"");
                return null;
            default:
                problems.WasOfOtherType(node, "text", EmptyAdvice(node));
                return null;
        }
    }

    /// <summary>Any scalar but null, exactly as written: <c>1.0</c> is "1.0".</summary>
    public static string? Written(YamlNode node, ProblemList problems)
    {
        if (node is YamlScalar { IsNull: false } scalar)
        {
            return scalar.Text;
        }

        problems.WasOfOtherType(node, "text", EmptyAdvice(node));
        return null;
    }

    public static bool? Boolean(YamlNode node, ProblemList problems)
    {
        if (node is YamlScalar { Kind: ScalarKind.Boolean } scalar)
        {
            return CoreSchema.ToBoolean(scalar.Text);
        }

        problems.WasOfOtherType(node, "true or false", "write true or false, without quotes");
        return null;
    }

    public static long? Integer(YamlNode node, ProblemList problems, long min = long.MinValue, long max = long.MaxValue)
    {
        if (node is YamlScalar { Kind: ScalarKind.Integer } scalar)
        {
            if (long.TryParse(CoreSchema.ToJsonNumber(scalar.Text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            {
                return value;
            }

            problems.Add(node, $"must be {Range(min, max)}, was {scalar.Text}", $"use a whole number that is {Range(min, max)}");
            return null;
        }

        problems.WasOfOtherType(node, "a whole number", Unquoted(node, ScalarKind.Integer) ? "write it without quotes" : "write digits only, as in 5");
        return null;
    }

    public static double? Number(YamlNode node, ProblemList problems, double min = double.MinValue, double max = double.MaxValue)
    {
        if (node is YamlScalar { Kind: ScalarKind.Integer or ScalarKind.Float } scalar)
        {
            var value = double.Parse(CoreSchema.ToJsonNumber(scalar.Text), CultureInfo.InvariantCulture);
            if (value >= min && value <= max)
            {
                return value;
            }

            problems.Add(node, $"must be {Range(min, max)}, was {scalar.Text}", $"use a number that is {Range(min, max)}");
            return null;
        }

        problems.WasOfOtherType(node, "a number", Unquoted(node, ScalarKind.Integer, ScalarKind.Float) ? "write it without quotes" : "write it as in 5 or 0.5");
        return null;
    }

    /// <summary>See <see cref="Units.Duration"/>.</summary>
    public static TimeSpan? Duration(YamlNode node, ProblemList problems, TimeSpan? min = null, TimeSpan? max = null)
    {
        var least = min ?? TimeSpan.FromMilliseconds(1);
        if (node is not YamlScalar { IsNull: false } scalar || Units.Duration(scalar.Text) is not { } value)
        {
            problems.WasOfOtherType(node, "a duration", $"write it as {Units.DurationForms}");
            return null;
        }

        if (value < least || value > max)
        {
            problems.Add(node, max is null ? $"must be {Spell(least)} or more, was {scalar.Text}" : $"must be from {Spell(least)} to {Spell(max.Value)}, was {scalar.Text}",
                value < least ? $"use {Spell(least)} or more" : $"use {Spell(max!.Value)} or less");
            return null;
        }

        return value;
    }

    /// <summary>See <see cref="Units.Size"/>.</summary>
    public static long? Size(YamlNode node, ProblemList problems, long min = 1, long max = long.MaxValue)
    {
        if (node is not YamlScalar { IsNull: false } scalar || Units.Size(scalar.Text) is not { } value)
        {
            problems.WasOfOtherType(node, "a size in bytes", $"write it as {Units.SizeForms}");
            return null;
        }

        if (value < min || value > max)
        {
            problems.Add(node, $"must be {Range(min, max)} bytes, was {scalar.Text}", $"use a size that is {Range(min, max)} bytes");
            return null;
        }

        return value;
    }

    /// <summary>A member of the enum by its name in snake_case, in any case.</summary>
    public static T? Choice<T>(YamlNode node, ProblemList problems) where T : struct, Enum =>
        Choice(node, problems, Enum.GetValues<T>().ToDictionary(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString())));

    /// <summary>One of the words, in any case.</summary>
    public static T? Choice<T>(YamlNode node, ProblemList problems, IReadOnlyDictionary<string, T> words) where T : struct
    {
        // `none` and the like are strings, but a word that YAML takes for a boolean or null is compared as written too.
        var text = (node as YamlScalar)?.Text;
        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        problems.Add(node, $"expected one of {string.Join(", ", words.Keys)}, was {node.Describe()}", DidYouMean.Suggest(text ?? "", words.Keys));
        return null;
    }

    private static bool Unquoted(YamlNode node, params ReadOnlySpan<ScalarKind> kinds) =>
        node is YamlScalar { IsString: true } scalar && kinds.Contains(CoreSchema.Resolve(scalar.Text));

    private static string EmptyAdvice(YamlNode node) => node is YamlScalar { IsNull: true } ? "give it a value, or remove the key" : "write a single value";

    private static string Range<T>(T min, T max) where T : INumber<T>, IMinMaxValue<T> =>
        (min == T.MinValue, max == T.MaxValue) switch
        {
            (false, false) => string.Create(CultureInfo.InvariantCulture, $"from {min} to {max}"),
            (false, true) => string.Create(CultureInfo.InvariantCulture, $"{min} or more"),
            (true, false) => string.Create(CultureInfo.InvariantCulture, $"{max} or less"),
            _ => $"a number of up to {T.MaxValue.ToString()!.Length} digits",
        };

    private static string Spell(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 1000 } => $"{span.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms",
        { TotalSeconds: < 60 } => $"{span.TotalSeconds.ToString(CultureInfo.InvariantCulture)}s",
        { TotalMinutes: < 60 } => $"{span.TotalMinutes.ToString(CultureInfo.InvariantCulture)}m",
        { TotalHours: < 24 } => $"{span.TotalHours.ToString(CultureInfo.InvariantCulture)}h",
        _ => $"{span.TotalDays.ToString(CultureInfo.InvariantCulture)}d",
    };
}
