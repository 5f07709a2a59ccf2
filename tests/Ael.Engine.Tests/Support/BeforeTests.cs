using System.Runtime.CompilerServices;

namespace Ael.Engine.Tests.Support;

internal static class BeforeTests
{
    [ModuleInitializer]
    public static void Prepare()
    {
        RealPython.PutFirst();
        // For what the tests start; what Directory.Build.targets sets for themselves.
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
    }
}
