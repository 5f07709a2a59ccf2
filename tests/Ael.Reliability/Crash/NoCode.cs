using Ael.Engine.Python;

namespace Ael.Reliability.Crash;

/// <summary>No Python: the crash points are those of the journal, and starting an interpreter each time would only cost.</summary>
internal sealed class NoCode : ICodeRunner
{
    public PythonStatus Status => new("none", null, 0, 0);

    public Task<CodeResult> RunAsync(CodeRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<CodeProblem>> CheckAsync(string code, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CodeProblem>>([]);
}
