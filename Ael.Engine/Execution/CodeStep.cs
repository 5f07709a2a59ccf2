using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Python;
using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>A step with <c>code:</c>.</summary>
internal sealed class CodeStep(ICodeRunner runner, ToolInvoker invoker, ExecutionJournal journal, AelTelemetry telemetry, ExecutionSpans spans) : IStepExecutor
{
    public StepType Type => StepType.Code;

    public async ValueTask<JsonElement> RunAsync(StepAttempt attempt, CancellationToken cancellationToken)
    {
        var context = ExecutionJson.CodeContext(attempt.Run, attempt.Step.Index, attempt.Variable);
        using var span = spans.Python(attempt);
        var tools = new CodeTools(invoker, attempt);
        try
        {
            var result = await runner.RunAsync(new CodeRequest(attempt.Step.Code!, attempt.Step.CodeLine, context, tools), cancellationToken);
            journal.Printed(attempt, result.Log);
            Ended(PythonExits.Completed, null);
            return result.Output;
        }
        catch (CodeException e)
        {
            journal.Printed(attempt, e.Log);
            if (e.Error.Cause is { Code.Category: not "tool" } limit)
            {
                // The runner's own refusal of a call; that of a tool has counted where it was called.
                telemetry.Errors.Count(limit, Components.CodeRunner);
            }

            telemetry.Errors.Count(e, Components.CodeRunner);
            Ended(PythonExits.Failed, e.Error);
            throw;
        }
        catch (OperationCanceledException e) when (attempt.Run.Token.IsCancellationRequested)
        {
            journal.Printed(attempt, LogOf(e));
            Ended(PythonExits.Killed, new AelError(ErrorCode.Cancelled, "the execution was stopped"));
            throw;
        }
        catch (OperationCanceledException e)
        {
            journal.Printed(attempt, LogOf(e));
            var error = new AelError(ErrorCode.CodeTimeout, "the step's time is up");
            telemetry.Errors.Count(error, Components.CodeRunner);
            Ended(PythonExits.Killed, error);
            throw;
        }
        catch (Exception e)
        {
            spans.Threw(span, e);
            Ended(PythonExits.Failed, Defect.Error(attempt.Run.TraceId));
            throw;
        }

        // The isolation is known for certain only once a worker has run.
        void Ended(string exit, AelError? error)
        {
            if (span is not null)
            {
                spans.Ended(span, runner.Status.Isolation, exit, tools.Calls, error);
            }
        }
    }

    private static string LogOf(OperationCanceledException e) => e is CodeStoppedException stopped ? stopped.Log : "";

    private sealed class CodeTools(ToolInvoker invoker, StepAttempt attempt) : ICodeTools
    {
        public int Calls { get; private set; }

        public Task<JsonElement> CallAsync(string? server, string tool, JsonElement arguments, CancellationToken cancellationToken)
        {
            // One at a time: the code waits for each.
            Calls++;
            return invoker.CallAsync(attempt, server, tool, arguments, cancellationToken).AsTask();
        }
    }
}
