using Ael.Engine.Configuration;
using Ael.Engine.Python;

namespace Ael.Engine.Tests.Python;

/// <summary>One runner for all tests of a class, isolated where this machine can.</summary>
public class SharedRunner : IAsyncLifetime
{
    internal virtual PythonOptions Options => new() { Workers = 2 };

    internal CodeRunner Runner { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Runner = Code.Runner(Options);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>One that must have bubblewrap, and a single worker, so that a run meets what the one before left.</summary>
public sealed class IsolatedRunner : SharedRunner
{
    internal override PythonOptions Options => new() { Workers = 1, Isolation = PythonIsolation.Required };
}
