using Ael.Engine.Errors;
using ModelContextProtocol;

namespace Ael.Engine.Mcp;

/// <summary>Errors of JSON-RPC that say, as <c>data</c>, what the errors of the catalogue say: <c>code</c>, <c>path</c> and <c>suggestion</c>.</summary>
internal static class ProtocolErrors
{
    /// <param name="code">Of JSON-RPC.</param>
    /// <param name="error">What it is about.</param>
    /// <param name="path">The place in the message, as in <c>params.name</c>.</param>
    public static McpProtocolException Of(McpErrorCode code, AelError error, string path)
    {
        // The library makes `data` of the exception's.
        var exception = new McpProtocolException(error.Message, code);
        exception.Data["code"] = error.Code.Name;
        exception.Data["path"] = path;
        exception.Data["suggestion"] = error.Suggestion;
        return exception;
    }
}
