using Ael.Engine.Errors;

namespace Ael.Engine.Expressions.Values;

/// <summary>Says what a path asked for and what is there instead. Names only, never values: those may be secret.</summary>
internal static class AccessErrors
{
    private const int MaxNames = 20;

    public static EvaluationException Missing(string path, Key key, Value value) => value.Kind switch
    {
        ValueKind.Map when key.Name is null => new(
            $"'{path}{key}' does not exist: {path} is an object and has names, not positions; {Has(path, value)}",
            value.Count == 0 ? null : $"Use a name, as in {path}{new Key(value.Members().First().Key, null)}, or `({path} | values)[{key.Index}]`."),
        ValueKind.Map => NoMember(path, key, value),
        ValueKind.List when key.Index is null => new(
            $"'{path}{key}' does not exist: {path} is a list of {value.Count} and takes an index, as in {path}[0]",
            $"Use {path}[0] for one element, or `{path} | map(\"{key.Name}\")` for that of each."),
        ValueKind.List => new($"'{path}{key}' does not exist: {path} is a list of {value.Count}{Range(value.Count)}"),
        ValueKind.Null => new($"'{path}{key}' does not exist: {path} is null"),
        _ => new($"'{path}{key}' does not exist: {path} is {value.Describe()} and has nothing inside{FromJson(value)}",
            $"Leave '{key}' out{(value.Kind == ValueKind.Text ? ", or put `| fromjson` before it, in parentheses" : "")}."),
    };

    private static EvaluationException NoMember(string path, Key key, Value value)
    {
        var near = DidYouMean.Near(key.Name!, value.Members().Select(m => m.Key).Take(1000));
        return new EvaluationException(
            $"'{path}{key}' does not exist: {Has(path, value)}",
            near.Count > 0 ? $"did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?" : null);
    }

    private static string Has(string path, Value value)
    {
        var names = string.Join(", ", value.Members().Take(MaxNames).Select(m => Key.Short(m.Key)));
        return value.Count switch
        {
            0 => $"{path} is empty",
            > MaxNames => $"{path} has: {names} and {value.Count - MaxNames} more",
            _ => $"{path} has: {names}",
        };
    }

    private static string Range(int count) => count == 0 ? "" : $", with indexes 0 to {count - 1} or -{count} to -1";

    private static string FromJson(Value value) =>
        value.Kind == ValueKind.Text ? "; when it holds JSON text, use `| fromjson` first" : "";
}
