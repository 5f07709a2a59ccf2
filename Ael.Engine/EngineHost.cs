using Ael.Engine.Cli;
using Ael.Engine.Hosting;

namespace Ael.Engine;

/// <summary>The engine as a program: what <c>Ael.Engine</c>'s own entry point and an engine-only AppHost run.</summary>
public static class EngineHost
{
    /// <summary>Runs the command line and gives its exit code.</summary>
    public static Task<int> RunAsync(string[] args) => CommandLine.RunAsync(args, new EngineHosts());
}
