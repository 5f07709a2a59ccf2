using System.Runtime.CompilerServices;

namespace Ael.Engine.Tests.Support;

internal static class BeforeTests
{
    [ModuleInitializer]
    public static void Prepare() => RealPython.PutFirst();
}
