using Ael.AppHost.Parameters;

namespace Ael.AppHost.Compose;

/// <summary>A variable of the export's <c>.env</c>.</summary>
/// <param name="Name">As written.</param>
/// <param name="Default">Used when it is not set; null: compose refuses to start without it.</param>
/// <param name="Help">A line for people; empty: it goes with the one before.</param>
internal sealed record ComposeVariable(string Name, string? Default, string Help)
{
    /// <summary>How compose is to read it. The question mark makes a missing secret one clear message instead of an empty password.</summary>
    public string Reference => Default is null ? $"${{{Name}:?set it in .env}}" : $"${{{Name}:-{Default}}}";
}

/// <summary>All variables of the export, in the order of <c>.env.example</c>.</summary>
internal sealed class ComposeVariables
{
    public const string Key = "AEL_API_KEY_SHA256";

    private readonly List<ComposeVariable> _all = [];

    public ComposeVariables(IEnumerable<StackParameter> parameters)
    {
        Add(Key, null, "SHA-256 of the key that callers of the engine send: printf %s \"$KEY\" | sha256sum");
        foreach (var parameter in parameters)
        {
            Add(parameter.Variable, parameter.Required ? null : parameter.Default, parameter.Help);
        }
    }

    public IReadOnlyList<ComposeVariable> All => _all;

    /// <summary>The reference to it, and its line in <c>.env.example</c>.</summary>
    public string Add(string name, string? fallback, string help)
    {
        var variable = new ComposeVariable(name, fallback, help);
        if (_all.All(v => v.Name != name))
        {
            _all.Add(variable);
        }

        return variable.Reference;
    }

    /// <summary>Aspire's plain <c>${NAME}</c>, with the default of that variable.</summary>
    public string WithDefaults(string text) =>
        _all.Aggregate(text, (t, v) => t.Replace($"${{{v.Name}}}", v.Reference, StringComparison.Ordinal));

    public string ToEnvExample()
    {
        List<string> lines =
        [
            "# Copy this file to .env and fill in what has no value. Lines that are commented out show the defaults.",
            "",
            "# Goes before the names of containers, volumes and networks.",
            "COMPOSE_PROJECT_NAME=ael",
            "",
            "# More engines beside the first, PostgreSQL, and one endpoint for all of them (AEL_GATEWAY_PORT). AEL_BACKEND, AEL_POSTGRES and POSTGRES_PASSWORD are needed then, too.",
            "#COMPOSE_PROFILES=cluster",
        ];
        foreach (var variable in _all)
        {
            lines.AddRange(["", $"# {variable.Help}", variable.Default is null ? $"{variable.Name}=" : $"#{variable.Name}={variable.Default}"]);
        }

        return string.Join('\n', lines) + "\n";
    }
}
