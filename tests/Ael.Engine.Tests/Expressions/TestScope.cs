using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Expressions;

namespace Ael.Engine.Tests.Expressions;

/// <summary>Roots from one JSON object; <c>steps</c> is handed out lazily, field by field, as the engine does.</summary>
internal sealed class TestScope(JsonElement roots) : IScope
{
    public static readonly TestScope Standard = Of("""
        {
          "inputs": {
            "repository": "ael", "limit": 20, "ratio": 0.5, "big": 123456789012345678901234567890, "exact": 1.10,
            "none": null, "yes": true, "no": false, "empty": "", "zero": 0, "nothing": [], "void": {},
            "text": "Hello, wörld 😀", "csv": "a,b,,c", "lines": " one  two\n three ", "json": "{\"a\": [1, 2]}",
            "list": [3, 1, 2], "words": ["pear", "Apple", "fig"], "nested": [[1, 2], [3]], "key": "b-c",
            "map": {"a": 1, "b-c": {"d": [10, 20, 30]}, "items": 7},
            "people": [{"name": "Ann", "age": 40, "admin": true, "home": {"city": "Oslo"}}, {"name": "Bob", "age": 25}]
          },
          "steps": {
            "log": {"output": {"count": 2, "subjects": ["fix", "add"]}, "status": "completed", "success": true, "duration_ms": 12},
            "my-step": {"output": "dashed"},
            "skipped": {"output": null, "status": "skipped"}
          },
          "workflow": {"name": "release-notes", "version": "1.0"},
          "execution_id": "exec-0123456789ab"
        }
        """);

    public int Materialised { get; private set; }

    public IReadOnlyCollection<string> Roots => [.. roots.EnumerateObject().Select(p => p.Name)];

    public static TestScope Of(string json) => new(JsonElement.Parse(json));

    public bool TryGetRoot(string name, out ScopeValue value)
    {
        if (roots.TryGetProperty(name, out var root))
        {
            value = name == "steps" ? new ScopeValue(default, new Lazy(this, root)) : new ScopeValue(root);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>The expression's value as compact JSON, characters unescaped.</summary>
    public string Json(string expression) => Compact(Template.ParseExpression(expression).Evaluate(this, TemplateLimits.Default));

    public static string Compact(JsonElement value) => Regex.Replace(
        JsonSerializer.Serialize(value, s_compact), @"(?<!\\)(\\u[0-9A-F]{4})+", m => JsonElement.Parse($"\"{m.Value}\"").GetString()!);

    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed class Lazy(TestScope scope, JsonElement json) : IScopeObject
    {
        public IReadOnlyCollection<string> Names => [.. json.EnumerateObject().Select(p => p.Name)];

        public bool TryGet(string name, out ScopeValue value)
        {
            scope.Materialised++;
            var found = json.TryGetProperty(name, out var member);
            value = name is "log" or "my-step" or "skipped" && found ? new ScopeValue(default, new Lazy(scope, member)) : new ScopeValue(member);
            return found;
        }
    }
}
