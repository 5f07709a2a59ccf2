namespace Ael.Stack.Tests;

internal static class Uris
{
    /// <summary>A path below an address, which ends without a slash or with one.</summary>
    public static Uri At(this Uri address, string path) => new($"{address.AbsoluteUri.TrimEnd('/')}/{path}");
}
