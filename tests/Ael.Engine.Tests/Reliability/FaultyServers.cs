using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Ael.Reliability.Crash;

namespace Ael.Engine.Tests.Reliability;

/// <summary>A client with two servers, one of which does wrong.</summary>
internal static class FaultyServers
{
    public static Task<ToolClientHost> StartAsync(int? maxMessageBytes = null)
    {
        var server = new McpServerOptions { Command = "dotnet", Args = [Child.Program, "faulty"] };
        return ToolClientHost.StartAsync(
            new Dictionary<string, McpServerOptions> { ["faulty"] = server, ["sound"] = server }, maxMessageBytes: maxMessageBytes);
    }

    /// <summary>The result as JSON, the code of the error, or <c>cancelled</c>.</summary>
    public static async Task<string> EndAsync(ToolClientHost host, string tool, string server, TimeSpan timeout)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return (await host.Client.CallAsync(new ToolCall(tool, server, JsonElement.Parse("{}")), limit.Token)).GetRawText();
        }
        catch (AelException e)
        {
            return e.Error.Code.Name;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            return "cancelled";
        }
    }
}
