using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Expressions;

namespace Ael.Engine.Execution;

/// <summary><c>env.NAME</c> in templates: the variables that <c>templates.env</c> allows, an unset one as null.</summary>
internal sealed class AllowedEnvironment(EngineOptions options) : IScopeObject
{
    public IReadOnlyCollection<string> Names => options.Templates.Env;

    public bool TryGet(string name, out ScopeValue value)
    {
        var allowed = options.Templates.Env.Contains(name);
        value = allowed ? new ScopeValue(JsonSerializer.SerializeToElement(Environment.GetEnvironmentVariable(name))) : default;
        return allowed;
    }
}
