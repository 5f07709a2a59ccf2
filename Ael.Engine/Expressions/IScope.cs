using System.Text.Json;

namespace Ael.Engine.Expressions;

/// <summary>What a template can see: the roots (<c>inputs</c>, <c>steps</c>, ...), resolved only when they are named.</summary>
internal interface IScope
{
    /// <summary>Names of the roots there are, for error messages.</summary>
    IReadOnlyCollection<string> Roots { get; }

    bool TryGetRoot(string name, out ScopeValue value);
}

/// <summary>A value that a scope hands out: JSON, or an object whose fields are resolved one by one.</summary>
internal readonly record struct ScopeValue(JsonElement Json, IScopeObject? Object = null);

/// <summary>An object that is not materialised as JSON until somebody needs it whole (steps, a step, env).</summary>
internal interface IScopeObject
{
    IReadOnlyCollection<string> Names { get; }

    bool TryGet(string name, out ScopeValue value);
}
