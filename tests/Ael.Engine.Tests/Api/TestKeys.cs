using System.Security.Cryptography;
using System.Text;
using Ael.Engine.Configuration;

namespace Ael.Engine.Tests.Api;

/// <summary>A server with one key for each scope; the key's text is <c>secret-of-</c> and the scope.</summary>
internal static class TestKeys
{
    public static readonly EngineOptions Options = new()
    {
        Security = new SecurityOptions { ApiKeys = [Key("read"), Key("run"), Key("admin")] },
    };

    public static (string Name, string Value) Bearer(string scope) => ("Authorization", "Bearer secret-of-" + scope);

    private static ApiKeyOptions Key(string scope) =>
        new("key-" + scope, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("secret-of-" + scope))), [scope]);
}
