using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Python;

/// <summary>One run of one step in one worker: sends the job, serves its tool calls, takes its end.</summary>
internal sealed class CodeRun(Worker worker, CodeRequest request, PythonOptions options)
{
    private readonly List<AelError> _failures = [];
    private int _calls;

    /// <summary>The run reported its end; the worker can go on.</summary>
    public bool Reported { get; private set; }

    /// <param name="known">What is known of the code; null: nothing yet.</param>
    /// <param name="keep">Takes the code compiled, for later runs of it.</param>
    /// <param name="cancellationToken">Ends the waiting, not the run.</param>
    /// <exception cref="CodeException">As <see cref="ICodeRunner.RunAsync"/>.</exception>
    public async Task<CodeResult> RunAsync(CheckCache.Entry? known, Action<byte[]> keep, CancellationToken cancellationToken)
    {
        try
        {
            // Where a worker is not forked for each run, the run before could have written what seems to come before the code.
            var keeps = known?.Compiled is null && !OperatingSystem.IsWindows();
            await worker.Frames.WriteAsync(Frame.Job, Job(known, keeps), cancellationToken);
            while (true)
            {
                var frame = await worker.Frames.ReadAsync(cancellationToken);
                switch (frame.Kind)
                {
                    // Only as the first, before anything of the code has run: compiled code that a run could send would outlive it.
                    case Frame.Compiled when keeps:
                        keep(frame.Payload);
                        break;
                    case Frame.Call:
                        await CallAsync(frame.Payload, cancellationToken);
                        break;
                    case Frame.Result:
                        var result = Result(frame.Payload);
                        Reported = true;
                        return result;
                    case Frame.Error:
                        var error = JsonElement.Parse(frame.Payload);
                        Reported = true;
                        throw CodeErrors.Reported(error, request, _failures, options);
                    case Frame.Mark:
                        throw CodeErrors.Died(await worker.GetEndAsync(cancellationToken), options);
                    default:
                        throw CodeErrors.Broken($"a message of the unknown kind {(int)frame.Kind}");
                }

                keeps = false;
            }
        }
        catch (EndOfStreamException)
        {
            throw CodeErrors.Died(null, options);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            // The other side does not follow the protocol (code that found its pipe), or is gone.
            cancellationToken.ThrowIfCancellationRequested();
            throw e is IOException ? CodeErrors.Died(null, options) : CodeErrors.Broken(e.Message);
        }
    }

    private byte[] Job(CheckCache.Entry? known, bool keeps)
    {
        var buffer = new ArrayBufferWriter<byte>(request.Context.Length + (2 * request.Code.Length) + (2 * (known?.Compiled?.Length ?? 0)) + 64);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteString("code", request.Code);
        writer.WriteBoolean("checked", known is { Problems.Count: 0 });
        if (known?.Compiled is { } compiled)
        {
            writer.WriteBase64String("compiled", compiled);
        }

        writer.WriteBoolean("keep", keeps);
        writer.WritePropertyName("context");
        writer.WriteRawValue(request.Context.Span, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static CodeResult Result(byte[] payload)
    {
        var log = BinaryPrimitives.ReadInt32BigEndian(payload);
        return new CodeResult(JsonElement.Parse(payload.AsSpan(4 + log)), Encoding.UTF8.GetString(payload, 4, log));
    }

    private async Task CallAsync(byte[] payload, CancellationToken cancellationToken)
    {
        var call = JsonElement.Parse(payload);
        var tool = call.GetProperty("tool").GetString()!;
        try
        {
            if (++_calls > options.MaxToolCalls)
            {
                throw new AelException(
                    ErrorCode.ResourceExhausted, $"a step may call {options.MaxToolCalls} tools (python.max_tool_calls)",
                    suggestion: "Call the tool from a `foreach` step instead, or raise `python.max_tool_calls`.");
            }

            var value = await request.Tools.CallAsync(call.GetProperty("server").GetString(), tool, call.GetProperty("params"), cancellationToken);
            await worker.Frames.WriteAsync(
                Frame.Value, value.ValueKind == JsonValueKind.Undefined ? "null"u8.ToArray() : JsonMarshal.GetRawUtf8Value(value).ToArray(), cancellationToken);
        }
        catch (AelException e)
        {
            var answer = JsonSerializer.SerializeToUtf8Bytes(
                new { code = e.Error.Code.Name, message = e.Error.Message, tool, number = _failures.Count });
            _failures.Add(e.Error);
            await worker.Frames.WriteAsync(Frame.Failure, answer, cancellationToken);
        }
    }
}
