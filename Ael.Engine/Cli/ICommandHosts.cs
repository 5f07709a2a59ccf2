using Microsoft.Extensions.Hosting;

namespace Ael.Engine.Cli;

/// <summary>The engine in the forms that commands need; the composition root provides it.</summary>
internal interface ICommandHosts
{
    /// <summary>The whole server, until it is stopped.</summary>
    /// <exception cref="Errors.AelException">CONFIG_INVALID.</exception>
    Task<int> ServeAsync(string? configPath);

    /// <summary>MCP over standard input and output, until the input ends.</summary>
    /// <exception cref="Errors.AelException">CONFIG_INVALID.</exception>
    Task<int> ServeStdioAsync(string? configPath);

    /// <summary>The engine without any front door, not started yet. Its log goes to standard error, warnings and errors only.</summary>
    /// <exception cref="Errors.AelException">CONFIG_INVALID.</exception>
    IHost BuildHeadless(string? configPath);

    /// <summary>The same, whose log is exported as a server's is and printed nowhere.</summary>
    /// <exception cref="Errors.AelException">CONFIG_INVALID.</exception>
    IHost BuildProbing(string? configPath);
}
