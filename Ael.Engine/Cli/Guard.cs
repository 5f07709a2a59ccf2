using Ael.Engine.Errors;

namespace Ael.Engine.Cli;

/// <summary>Turns errors of the catalogue into text on standard error and an exit code.</summary>
internal static class Guard
{
    private static readonly ErrorCode[] s_invalid =
    [
        ErrorCode.ConfigInvalid, ErrorCode.WorkflowInvalid, ErrorCode.WorkflowNotFound, ErrorCode.InputInvalid, ErrorCode.ParamInvalid,
        ErrorCode.WorkflowRecursion,
    ];

    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (AelException e)
        {
            Print(e.Error, Console.Error);
            return CodeOf(e.Error);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C or SIGTERM: nothing else cancels a command.
            Console.Error.WriteLine("Interrupted.");
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            // A defect of ours; where in the code is of no use to who runs the command.
            Print(new AelError(ErrorCode.InternalError, $"the engine failed in a way it should not: {e.Message}") { Suggestion = "Please report this with the command." }, Console.Error);
            return ExitCode.Failed;
        }
    }

    public static int CodeOf(AelError error) => s_invalid.Contains(error.Code) ? ExitCode.Invalid : ExitCode.Failed;

    public static void Print(AelError error, TextWriter to)
    {
        to.WriteLine($"{error.Code.Name}: {error.Message}{(error.StepId is { } step ? $" (step '{step}')" : "")}");
        if (error.Detail is { } detail)
        {
            foreach (var line in detail.Split('\n'))
            {
                to.WriteLine($"  {line}");
            }
        }

        for (var cause = error.Cause; cause is not null; cause = cause.Cause)
        {
            to.WriteLine($"  because {cause.Code.Name}: {cause.Message}{(cause.StepId is { } at ? $" (step '{at}')" : "")}");
        }

        to.WriteLine($"  {error.Suggestion}");
    }
}
