using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Hosting;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Telemetry;

public sealed partial class LogFilterTests
{
    // One class of each folder that logs, or would; those of Execution that speak for a part; and loggers named after a component.
    private static readonly Dictionary<string, string> s_categories = new()
    {
        ["Ael.Engine.Execution.WorkflowRunner"] = Components.WorkflowEngine,
        ["Ael.Engine.Workflows.WorkflowCatalogue"] = Components.WorkflowEngine,
        ["Ael.Engine.Execution.ToolInvoker"] = Components.ToolInvoker,
        ["Ael.Engine.Execution.CodeStep"] = Components.CodeRunner,
        ["Ael.Engine.Python.PythonWarmUp"] = Components.CodeRunner,
        ["Ael.Engine.Mcp.ToolHandlers"] = Components.McpServer,
        ["Ael.Engine.Tools.ToolClient"] = Components.McpClient,
        ["Ael.Engine.Api.Problems.ApiExceptionHandler"] = Components.Api,
        ["Ael.Engine.WebConsole.StartPage"] = Components.Api,
        ["Ael.Engine.Hosting.Banner"] = Components.Config,
        ["Ael.Engine.Configuration.ConfigurationReader"] = Components.Config,
        ["Ael.Engine.Storage.PruningService"] = Components.Storage,
        ["Ael.ServiceDefaults.Extensions"] = Components.Config,
        ["tool_invoker"] = Components.ToolInvoker,
        ["mcp_client"] = Components.McpClient,
    };

    private static readonly Dictionary<string, string> s_frameworks = new()
    {
        ["Microsoft.AspNetCore.Hosting.Diagnostics"] = Components.Api,
        ["System.Net.Http.HttpClient.Default.LogicalHandler"] = Components.Api,
        ["ModelContextProtocol.Server.McpServer"] = Components.McpServer,
        ["Microsoft.Extensions.Hosting.Something"] = Components.Config,
        ["Some.Library"] = Components.Api,
    };

    public static TheoryData<string> All => [.. Components.All];

    [Fact]
    public void Every_component_has_its_categories()
    {
        Assert.All(s_categories.Concat(s_frameworks), c => Assert.Equal(c.Value, LogComponents.Of(c.Key)));
        Assert.Equal(Components.All.Order(), s_categories.Values.Distinct().Order());
    }

    [Fact]
    public void A_folder_whose_name_only_begins_like_another_is_not_that_one() => Assert.Equal(Components.Config, LogComponents.Of("Ael.Engine.Apiary.X"));

    [Fact]
    public void Every_class_with_a_logger_has_a_category_of_our_own()
    {
        var folders = Directory.EnumerateFiles(Repository.PathOf("Ael.Engine"), "*.cs", SearchOption.AllDirectories)
            .Where(f => File.ReadAllText(f).Contains("ILogger<", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Repository.PathOf("Ael.Engine"), f).Split(Path.DirectorySeparatorChar)[0])
            .Where(f => f is not "obj" and not "bin").Distinct();

        Assert.All(folders, f => Assert.Contains(LogComponents.Prefixes, p => p.Prefix == $"Ael.Engine.{f}"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_components_level_is_its_own_and_leaves_the_others_alone(string component)
    {
        var lines = Written(new LoggingOptions { Level = LogLevel.Warning, Components = new Dictionary<string, LogLevel> { [component] = LogLevel.Debug } });

        foreach (var (category, of) in s_categories)
        {
            Assert.Equal(of == component ? ["DEBUG", "INFO", "WARNING", "ERROR"] : ["WARNING", "ERROR"], LevelsOf(lines, category));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_component_can_be_silenced(string component)
    {
        var lines = Written(new LoggingOptions { Components = new Dictionary<string, LogLevel> { [component] = LogLevel.None } });

        Assert.DoesNotContain(lines, l => l.Field("component") == component);
        Assert.Equal(Components.All.Where(c => c != component).Order(), lines.Select(l => l.Field("component")).Distinct().Order());
    }

    [Theory]
    [InlineData(LogLevel.Trace)]
    [InlineData(LogLevel.Information)]
    [InlineData(LogLevel.Warning)]
    public void Frameworks_are_heard_from_warnings_on(LogLevel level)
    {
        var lines = Written(new LoggingOptions { Level = level, Components = new Dictionary<string, LogLevel> { [Components.Api] = LogLevel.Debug } });

        Assert.All(s_frameworks.Keys, c => Assert.Equal(["WARNING", "ERROR"], LevelsOf(lines, c)));
    }

    [Fact]
    public void Frameworks_are_as_quiet_as_their_component()
    {
        var lines = Written(new LoggingOptions { Components = new Dictionary<string, LogLevel> { [Components.McpServer] = LogLevel.Error } });

        Assert.Equal(["ERROR"], LevelsOf(lines, "ModelContextProtocol.Server.McpServer"));
        Assert.Equal(["WARNING", "ERROR"], LevelsOf(lines, "Microsoft.AspNetCore.Hosting.Diagnostics"));
    }

    [Theory]
    [InlineData(LogFormat.Json, LogTarget.StandardOutput, false, true)]
    [InlineData(LogFormat.Text, LogTarget.StandardOutput, true, false)]
    [InlineData(LogFormat.Auto, LogTarget.StandardOutput, true, true)]
    [InlineData(LogFormat.Auto, LogTarget.StandardOutput, false, false)]
    [InlineData(LogFormat.Auto, LogTarget.StandardError, true, false)]
    [InlineData(LogFormat.Json, LogTarget.StandardError, true, true)]
    internal void Auto_is_json_for_machines_and_text_for_people(LogFormat format, LogTarget target, bool redirected, bool json) =>
        Assert.Equal(json, EngineLog.IsJson(format, target, redirected));

    [Fact]
    public void A_call_below_the_level_allocates_nothing()
    {
        using var host = new LogHost();
        var logger = host.Logger("Ael.Engine.Execution.ToolInvoker");
        LogOf(logger, LogLevel.Debug, "warm");

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            LogOf(logger, LogLevel.Debug, "cold");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IReadOnlyList<JsonElement> Written(LoggingOptions logging)
    {
        using var host = new LogHost(o => o with { Logging = logging with { Format = LogFormat.Json } });
        foreach (var category in s_categories.Keys.Concat(s_frameworks.Keys))
        {
            var logger = host.Logger(category);
            foreach (var level in (LogLevel[])[LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error])
            {
                LogOf(logger, level, category);
            }
        }

        return host.EndWithLines();
    }

    private static IEnumerable<string?> LevelsOf(IEnumerable<JsonElement> lines, string category) =>
        lines.Where(l => l.Field("message") == $"of {category}").Select(l => l.Field("level"));

    [LoggerMessage(Message = "of {Category}")]
    private static partial void LogOf(ILogger logger, LogLevel level, string category);
}
