using System.Security.Cryptography;

namespace Ael.Engine.Execution;

internal static class ExecutionIds
{
    /// <summary><c>exec-</c> and 16 lowercase hex digits: unguessable, since an id is all it takes to ask for an execution.</summary>
    public static string Next() => $"exec-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
}
