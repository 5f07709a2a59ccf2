namespace Ael.Engine.Tools;

/// <summary>Keys of <c>_meta</c> in protocol 2026-07-28, which the SDK keeps to itself.</summary>
internal static class MetaNames
{
    public const string ProtocolVersion = "io.modelcontextprotocol/protocolVersion";
    public const string LogLevel = "io.modelcontextprotocol/logLevel";
}
