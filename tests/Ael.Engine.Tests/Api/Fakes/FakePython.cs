using Ael.Engine.Python;

namespace Ael.Engine.Tests.Api.Fakes;

internal sealed class FakePython : ICodeRunner
{
    public PythonStatus Status { get; set; } = new("bubblewrap", null, 4, 0);

    public Task<CodeResult> RunAsync(CodeRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("doors run no code");

    public Task<IReadOnlyList<CodeProblem>> CheckAsync(string code, CancellationToken cancellationToken) => throw new NotSupportedException("doors run no code");
}
