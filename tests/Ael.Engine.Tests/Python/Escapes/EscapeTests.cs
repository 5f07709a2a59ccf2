using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Python;

namespace Ael.Engine.Tests.Python.Escapes;

/// <summary>
/// Every hostile step of <c>corpus.txt</c>, in the sandbox: each ends as it should and within its time, nothing outside has changed, and another run goes on
/// beside it and after it.
/// </summary>
public sealed class EscapeTests(EscapeTests.Sandbox sandbox) : IClassFixture<EscapeTests.Sandbox>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. EscapeCase.All.Select(c => c.Name)];

    [Fact]
    public void The_corpus_has_at_least_120_steps_with_names_of_their_own()
    {
        Assert.True(EscapeCase.All.Count >= 120, $"{EscapeCase.All.Count}");
        Assert.Equal(EscapeCase.All.Count, EscapeCase.All.DistinctBy(c => c.Name).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Hostile_code_has_no_effect_outside(string name)
    {
        var hostile = EscapeCase.All.Single(c => c.Name == name);
        using var canaries = new Canaries();
        var code = canaries.Into((hostile.Escaped ? EscapeCase.Prelude : "") + hostile.Code);
        var neighbour = sandbox.Neighbour.OutputAsync("return sum(range(1000))");

        var end = await EndAsync(code);

        Assert.Contains(end, hostile.Ends);
        Assert.Equal("499500", await neighbour);
        Assert.Equal("1", await sandbox.Runner.OutputAsync("return 1"));
        canaries.AssertUntouched();
    }

    // The error's code, `killed`, or the output. Time is up as soon as code that would go on for ever says that it has begun.
    private async Task<string> EndAsync(string code)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var tools = new FakeTools
        {
            Answer = (_, tool, arguments) =>
            {
                if (tool == "started")
                {
                    stop.CancelAfter(TimeSpan.FromMilliseconds(200));
                }

                return arguments;
            },
        };
        try
        {
            var result = await sandbox.Runner.RunAsync(Code.Request(code, tools: tools), stop.Token);
            Assert.DoesNotContain(Canaries.Secret, result.Output.GetRawText() + result.Log, StringComparison.Ordinal);
            return result.Output.GetRawText();
        }
        catch (CodeException e)
        {
            Assert.DoesNotContain(Canaries.Secret, e.Error.ToString() + e.Log, StringComparison.Ordinal);
            return e.Error.Code.Name;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !Token.IsCancellationRequested)
        {
            return EscapeCase.Killed;
        }
    }

    public sealed class Sandbox : IAsyncLifetime
    {
        internal CodeRunner Runner { get; private set; } = null!;

        internal CodeRunner Neighbour { get; private set; } = null!;

        public ValueTask InitializeAsync()
        {
            Runner = Code.Runner(new PythonOptions { Workers = 1, Isolation = PythonIsolation.Required });
            Neighbour = Code.Runner(new PythonOptions { Workers = 1, Isolation = PythonIsolation.Required });
            return ValueTask.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            var below = ProcessTree.Of(Runner.ProcessIds);
            await Runner.DisposeAsync();
            await Neighbour.DisposeAsync();
            Assert.Empty(ProcessTree.Alive(below));
        }
    }
}
