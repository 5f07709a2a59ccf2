using Ael.Reliability.Inside;

/// <summary>What the runtime calls before the engine's own start when <c>DOTNET_STARTUP_HOOKS</c> names this assembly. Name and place are the runtime's.</summary>
#pragma warning disable CA1050 // It looks for it outside any namespace.
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(InsideView.Variable) is { } socket)
        {
            // Not for what the engine starts.
            Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
            InsideView.Serve(socket);
        }
    }
}
