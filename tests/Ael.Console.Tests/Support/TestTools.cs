using System.ComponentModel;
using Ael.Engine.Tests.Support;

namespace Ael.Console.Tests.Support;

/// <summary>An MCP server in this process whose tools do as the test says.</summary>
internal sealed class TestTools
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _away;

    public TestTools() => Server = new InProcessServer(
        "tools",
        InProcessServer.Tool("echo", ([Description("What to give back")] string text) => text, "Gives a text back."),
        InProcessServer.Tool("wait", (CancellationToken stop) => WaitAsync(stop), "Waits until the test goes on."),
        InProcessServer.Tool("fail", string (string message) => throw new InvalidOperationException(message), "Fails."))
    {
        BeforeOpen = _ => _away ? throw new IOException("the server is away") : Task.CompletedTask,
    };

    public InProcessServer Server { get; }

    /// <summary>Lets every call of <c>wait</c> end.</summary>
    public void Release() => _released.TrySetResult();

    public async Task LoseAsync()
    {
        _away = true;
        await Server.DropAsync();
    }

    public void Return() => _away = false;

    private async Task<string> WaitAsync(CancellationToken stop)
    {
        await _released.Task.WaitAsync(stop);
        return "waited";
    }
}
