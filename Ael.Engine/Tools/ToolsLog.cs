using System.Text.Json;

namespace Ael.Engine.Tools;

/// <summary>Log lines of the MCP clients.</summary>
internal static partial class ToolsLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "MCP server '{Server}' is up with {Tools} tools")]
    public static partial void Up(ILogger logger, string server, int tools);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "MCP server '{Server}' is down: {Reason}")]
    public static partial void Down(ILogger logger, string server, string reason);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Debug, Message = "MCP server '{Server}': next attempt to connect in {Delay}")]
    public static partial void Retrying(ILogger logger, string server, TimeSpan delay);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Information, Message = "MCP server '{Server}' stderr: {Line}")]
    public static partial void Stderr(ILogger logger, string server, string line);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Information, Message = "MCP server '{Server}' changed its tools: {Tools} now")]
    public static partial void ToolsChanged(ILogger logger, string server, int tools);

    [LoggerMessage(EventId = 2006, Message = "MCP server '{Server}' logged: {Data}")]
    public static partial void ServerLog(ILogger logger, LogLevel level, string server, JsonElement data);

    [LoggerMessage(EventId = 2007, Level = LogLevel.Warning, Message = "MCP server '{Server}' did not stop in time")]
    public static partial void SlowStop(ILogger logger, string server);

    [LoggerMessage(EventId = 2008, Level = LogLevel.Error, Message = "A listener to changes of the tools failed")]
    public static partial void ListenerFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2009, Level = LogLevel.Debug, Message = "MCP server '{Server}': {What} failed")]
    public static partial void Ignored(ILogger logger, string server, string what, Exception exception);
}
