using System.Security.Cryptography;
using System.Text;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Api.Security;

/// <summary>The configured keys, of which only hashes are known.</summary>
internal sealed class ApiKeys
{
    private readonly (byte[] Hash, ApiKeyOptions Key)[] _keys;

    public ApiKeys(EngineOptions options) => _keys = [.. options.Security.ApiKeys.Select(k => (Hash(k), k))];

    /// <summary>Without any key, everybody who can reach the server may do everything.</summary>
    public bool Any => _keys.Length > 0;

    /// <summary>Null when no key has this text. Takes the same time whichever key it is.</summary>
    public ApiKeyOptions? Find(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        ApiKeyOptions? found = null;
        foreach (var (known, key) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
            {
                found = key;
            }
        }

        return found;
    }

    private static byte[] Hash(ApiKeyOptions key)
    {
        if (key.Sha256.Length == 2 * SHA256.HashSizeInBytes && key.Sha256.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(key.Sha256);
        }

        throw new AelException(
            ErrorCode.ConfigInvalid,
            $"security.api_keys: 'sha256' of the key '{key.Name}' is not 64 hexadecimal digits.",
            suggestion: "Make it with `printf %s \"$KEY\" | sha256sum`.");
    }
}
