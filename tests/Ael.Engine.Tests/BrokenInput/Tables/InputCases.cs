namespace Ael.Engine.Tests.BrokenInput.Tables;

/// <summary>Inputs of <see cref="Targets.InputTarget"/>'s workflow, from a JSON file and from the command line.</summary>
internal static class InputCases
{
    public static IEnumerable<BrokenCase> All => [.. Values, .. Options, .. Files];

    private static IEnumerable<BrokenCase> Values =>
    [
        Json("missing", "{}", "inputs.repository", "the input 'repository' is missing", "send 'repository' (string: owner/name)", "{}", """{"repository": "a/b"}"""),
        Json("null for a required one", """{"repository": null}""", "inputs.repository", "expected a string, was null", "give a value", "null", "\"a/b\""),
        Json("name misspelt", """{"repository": "a/b", "limt": 5}""", "inputs.limt", "there is no input 'limt'", "did you mean 'limit'?", "limt", "limit"),
        Json("name in capitals", """{"repository": "a/b", "LIMIT": 5}""", "inputs.LIMIT", "there is no input 'LIMIT'", "did you mean 'limit'?", "LIMIT", "limit"),
        Json("name that is nowhere", """{"repository": "a/b", "verbosity": 5}""", "inputs.verbosity", "there is no input 'verbosity'", "use one of: repository, limit", "verbosity", "limit"),
        Json("text for an integer", """{"repository": "a/b", "limit": "20"}""", "inputs.limit", "expected an integer, was the text '20'", "without quotes", "\"20\"", "20"),
        Json("fraction for an integer", """{"repository": "a/b", "limit": 2.5}""", "inputs.limit", "expected an integer, was the number 2.5", "use a whole number", "2.5", "2.0"),
        Json("huge exponent for an integer", """{"repository": "a/b", "limit": 1e999999}""", "inputs.limit", "expected an integer, was the number 1e999999", "use a whole number", "1e999999", "1e1"),
        Json("huge integer", $$"""{"repository": "a/b", "limit": {{new string('9', 500)}}}""", "inputs.limit", "must be from 1 to 100", "from 1 to 100", new string('9', 500), "99"),
        Json("boolean for an integer", """{"repository": "a/b", "limit": true}""", "inputs.limit", "expected an integer, was true", "use an integer", "true", "1"),
        Json("too small", """{"repository": "a/b", "limit": 0}""", "inputs.limit", "must be from 1 to 100, was 0", "use a value that is from 1 to 100", "0", "1"),
        Json("too large", """{"repository": "a/b", "limit": 101}""", "inputs.limit", "must be from 1 to 100, was 101", "from 1 to 100", "101", "100"),
        Json("number above the maximum", """{"repository": "a/b", "ratio": 1.01}""", "inputs.ratio", "must be 1 or less, was 1.01", "1 or less", "1.01", "1"),
        Json("number for text", """{"repository": 5}""", "inputs.repository", "expected a string, was the number 5", "write it in quotes: \"5\"", "5", "\"5\""),
        Json("list for text", """{"repository": ["a/b"]}""", "inputs.repository", "expected a string, was a list", "use a string", "[\"a/b\"]", "\"a/b\""),
        Json("beside the pattern", """{"repository": "a/b", "month": "May 2026"}""", "inputs.month", @"'May 2026' does not match the pattern ^\d{4}-\d{2}$", "a text of that form", "May 2026", "2026-05"),
        Json("not in the enum", """{"repository": "a/b", "level": "hihg"}""", "inputs.level", "'hihg' is not one of low, high", "did you mean 'high'?", "hihg", "high"),
        Json("word for a boolean", """{"repository": "a/b", "dry_run": "yes"}""", "inputs.dry_run", "expected a boolean, was the text 'yes'", "use true or false", "\"yes\"", "true"),
        Json("number for a boolean", """{"repository": "a/b", "dry_run": 1}""", "inputs.dry_run", "expected a boolean, was the number 1", "true or false", "1", "true"),
        Json("text for a list", """{"repository": "a/b", "tags": "x,y"}""", "inputs.tags", "expected an array, was the text 'x,y'", "use a list: [...]", "\"x,y\"", """["x", "y"]"""),
        Json("list for an object", """{"repository": "a/b", "options": [1]}""", "inputs.options", "expected an object, was a list", "use an object: {...}", "[1]", """{"a": 1}"""),
        Json("two at once", """{"repository": 5, "limit": 0}""", "inputs.repository", "expected a string, was the number 5 (and 1 more)", "Correct the inputs named", "5, \"limit\": 0", "\"5\", \"limit\": 1"),
        Json("text that makes the pattern explode", $$"""{"repository": "a/b", "slow": "{{new string('a', 40)}}!"}""", "inputs.slow", "took too long", "simplify the pattern", "!", ""),
    ];

    private static IEnumerable<BrokenCase> Options =>
    [
        Option("no value", "--input repository", "--input", "--input repository is not name=value", "--input name=value", "repository", "repository=a/b"),
        Option("no name", "--input =a/b", "--input", "--input =a/b is not name=value", "--input name=value", "=a/b", "repository=a/b"),
        Option("option misspelt", "--input repo=a/b", "inputs.repo", "there is no input 'repo' (and 1 more)", "Correct the inputs named", "repo=", "repository="),
        Option("word for an integer", "--input repository=a/b\n--input limit=many", "inputs.limit", "expected an integer, was the text 'many'", "use a whole number, as in 5", "many", "5"),
        Option("decimal comma", "--input repository=a/b\n--input ratio=0,5", "inputs.ratio", "expected a number, was the text '0,5'", "use a number, as in 0.5", "0,5", "0.5"),
        Option("capital boolean", "--input repository=a/b\n--input dry_run=True", "inputs.dry_run", "expected a boolean, was the text 'True'", "use true or false", "True", "true"),
        Option("list without brackets", "--input repository=a/b\n--input tags=x", "inputs.tags", "expected an array, was the text 'x'", "use a list: [...]", "tags=x", "tags=[\"x\"]"),
        Option("list without quotes", "--input repository=a/b\n--input tags=[x]", "inputs.tags", "expected an array, was the text '[x]'", "use a list: [...]", "[x]", "[\"x\"]"),
        Option("object of shell words", "--input repository=a/b\n--input options={a: 1}", "inputs.options", "expected an object, was the text '{a: 1}'", "use an object: {...}", "{a: 1}", "{\"a\": 1}"),
        Option("empty integer", "--input repository=a/b\n--input limit=", "inputs.limit", "expected an integer, was the text ''", "use a whole number, as in 5", "limit=", "limit=1"),
        Option("beside the pattern as an option", "--input repository=a/b\n--input month=2026-5", "inputs.month", "does not match the pattern", "of that form", "2026-5", "2026-05"),
    ];

    private static IEnumerable<BrokenCase> Files =>
    [
        Json("a list", "§[1]", "$", "inputs.json is not a JSON object", "{\"name\": value, ...}", "[1]", """{"repository": "a/b"}"""),
        Json("text", "§\"a/b\"", "$", "inputs.json is not a JSON object", "{\"name\": value, ...}", "\"a/b\"", """{"repository": "a/b"}"""),
        Json("empty file", " §", "$", "inputs.json is not JSON", "Correct it at the place named", " ", """{"repository": "a/b"}"""),
        Json("comma at the end", "{\n  \"repository\": \"a/b\",\n§}", "$", "inputs.json is not JSON", "Correct it at the place named", ",\n", "\n"),
        Json("single quotes", "{§'repository': 'a/b'}", "$", "inputs.json is not JSON", "Correct it at the place named", "'", "\""),
        Json("YAML", "§repository: a/b\n", "$", "inputs.json is not JSON", "Correct it at the place named", "repository: a/b", """{"repository": "a/b"}"""),
        Json("not closed", "{\"repository\": \"a/b\"§", "$", "inputs.json is not JSON", "Correct it at the place named", "\"a/b\"", "\"a/b\"}"),
        Json("name twice", "{\"repository\": \"a/b\",\n §\"repository\": \"c/d\"}", "$", "inputs.json is not JSON", "Correct it at the place named", ",\n \"repository\": \"c/d\"", ""),
    ];

    private static BrokenCase Json(string name, string text, string path, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Input, name, text, "INPUT_INVALID", path, message, suggestion, wrong, right);

    private static BrokenCase Option(string name, string text, string path, string message, string suggestion, string wrong, string right) =>
        new(Kinds.Input, name, text, "INPUT_INVALID", path, message, suggestion, wrong, right);
}
