using System.Reflection;

namespace Ael.Engine.Execution;

/// <summary>The version of this engine, as <c>1.2.3</c>.</summary>
internal static class EngineVersion
{
    public static string Current { get; } =
        (typeof(EngineVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}
