using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Python;

/// <summary>Turns the end of a run that failed into an error that names the line in the YAML file.</summary>
internal static class CodeErrors
{
    private const int MaxSourceLine = 200;

    // What a run may say of itself; anything else it says is its own failure.
    private static readonly ErrorCode[] s_codes =
        [ErrorCode.CodeSyntax, ErrorCode.CodeRuntime, ErrorCode.CodeSecurity, ErrorCode.CodeOutputInvalid, ErrorCode.ResourceExhausted];

    /// <param name="error">From <c>ael_run.py</c>: <c>{code, message, line?, frames?: [[line, function]], type?, tool?, suggestion?, log?}</c>.</param>
    /// <param name="request">Has the source and its place.</param>
    /// <param name="failures">The failed tool calls of the run, which <c>tool</c> counts.</param>
    /// <param name="options">Limits, to name them.</param>
    public static CodeException Reported(JsonElement error, CodeRequest request, IReadOnlyList<AelError> failures, PythonOptions options)
    {
        var named = Text(error, "code");
        var code = Array.Find(s_codes, c => c.Name == named) ?? ErrorCode.CodeRuntime;
        var line = Number(error, "line");
        var place = line > 0 ? $"line {request.FirstLine + line - 1}: " : "";
        var message = Text(error, "message") ?? "";
        var tool = Number(error, "tool", -1) is >= 0 and var number && number < failures.Count ? failures[number] : null;
        var what = code == ErrorCode.ResourceExhausted
            ? $"the step needs more memory than python.memory_limit allows ({Megabytes(options.MemoryLimit)})"
            : tool is not null ? $"tool call failed: {tool}"
            : Text(error, "type") is { } type ? (message.Length > 0 ? $"{type}: {message}" : type)
            : message;
        var result = new AelError(code, place + what) { Detail = Where(error, line, request), Tool = tool?.Tool, Cause = tool };
        var suggestion = Text(error, "suggestion") ?? (code == ErrorCode.ResourceExhausted ? "Work on less at a time, or raise `python.memory_limit`." : null);
        return new CodeException(suggestion is null ? result : result with { Suggestion = suggestion }, Text(error, "log") ?? "");
    }

    /// <param name="end">How the child ended; null when the whole worker is gone.</param>
    /// <param name="options">Limits, to name them.</param>
    public static CodeException Died(ControlLine? end, PythonOptions options)
    {
        const int KilledByKernel = -9;
        const int CpuLimit = -24;
        var (code, message) = end?.ExitCode switch
        {
            null => (ErrorCode.CodeRuntime, "the Python process ended in the middle of the run"),
            0 => (ErrorCode.CodeRuntime, "the code ended its process"),
            KilledByKernel => (ErrorCode.ResourceExhausted,
                $"the system killed the Python process, most likely for want of memory (python.memory_limit is {Megabytes(options.MemoryLimit)})"),
            CpuLimit => (ErrorCode.CodeTimeout, "the code used up its processor time"),
            < 0 and var signal => (ErrorCode.CodeRuntime, $"the Python process crashed (signal {-signal})"),
            var exit => (ErrorCode.CodeRuntime, $"the Python process ended with exit code {exit}"),
        };
        return new CodeException(new AelError(code, message), end?.Log ?? "");
    }

    public static CodeException Broken(string what) => new(
        new AelError(ErrorCode.CodeRuntime, "the Python process did not keep to the engine's protocol") { Detail = what }, "");

    // The call chain within the step, innermost first, each with its source.
    private static string? Where(JsonElement error, int line, CodeRequest request)
    {
        if (line <= 0)
        {
            return null;
        }

        var source = request.Code.Split('\n');
        string Show(int number, string? function)
        {
            var text = number <= source.Length ? source[number - 1].Trim() : "";
            var inside = function is null or "<step>" ? "" : $" in {function}";
            return $"line {request.FirstLine + number - 1}{inside}: {(text.Length > MaxSourceLine ? text[..MaxSourceLine] + "..." : text)}";
        }

        if (!error.TryGetProperty("frames", out var frames) || frames.ValueKind != JsonValueKind.Array || frames.GetArrayLength() == 0)
        {
            return Show(line, null);
        }

        return string.Join('\n', frames.EnumerateArray().Reverse().Select(f => Show(Math.Max(1, f[0].GetInt32()), f[1].GetString())));
    }

    private static string Megabytes(long bytes) => $"{bytes / (1024 * 1024)} MiB";

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Number(JsonElement error, string name, int absent = 0) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : absent;
}
