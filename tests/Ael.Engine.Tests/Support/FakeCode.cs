using System.Text.Json;
using Ael.Engine.Python;

namespace Ael.Engine.Tests.Support;

/// <summary>Code steps as a function of the test.</summary>
internal sealed class FakeCode : ICodeRunner
{
    public Func<CodeRequest, CancellationToken, Task<CodeResult>> Run { get; set; } =
        (request, _) => Task.FromResult(new CodeResult(JsonElement.Parse(request.Context.Span), ""));

    public PythonStatus Status => new("none", null, 1, 0);

    public Task<CodeResult> RunAsync(CodeRequest request, CancellationToken cancellationToken) => Run(request, cancellationToken);

    public Task<IReadOnlyList<CodeProblem>> CheckAsync(string code, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CodeProblem>>([]);
}
