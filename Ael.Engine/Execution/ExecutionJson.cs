using System.Buffers;
using System.Text.Json;
using Ael.Engine.Expressions;
using Ael.Engine.Storage;

namespace Ael.Engine.Execution;

/// <summary>The parts of an execution that code steps and templates see as JSON.</summary>
internal static class ExecutionJson
{
    /// <summary><c>{name, version}</c></summary>
    public static void WriteWorkflow(this Utf8JsonWriter writer, ExecutionRun run)
    {
        writer.WriteStartObject();
        writer.WriteString("name", run.Definition.Name);
        writer.WriteString("version", run.Definition.Version);
        writer.WriteEndObject();
    }

    /// <summary>A code step's <c>context</c> (<see cref="Python.CodeRequest.Context"/>): the steps it may see, and the <c>foreach</c> variable.</summary>
    public static ReadOnlyMemory<byte> CodeContext(ExecutionRun run, int viewer, ForeachVariable? item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        Write(writer, "inputs", run.Inputs);
        writer.WriteStartObject("steps");
        foreach (var step in run.Definition.Steps.Where(s => run.Plan.Sees(viewer, s.Index)))
        {
            WriteStep(writer, step.Id, run.Step(step.Index));
        }

        writer.WriteEndObject();
        writer.WritePropertyName("workflow");
        writer.WriteWorkflow(run);
        writer.WriteString("execution_id", run.Id);
        writer.WriteString("trace_id", run.TraceId);
        if (item is { } variable)
        {
            Write(writer, variable.Name, variable.Value);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteStep(Utf8JsonWriter writer, string id, StepResult? step)
    {
        writer.WriteStartObject(id);
        Write(writer, "output", step?.Output ?? JsonConstants.Null);
        writer.WritePropertyName("status");
        JsonSerializer.Serialize(writer, step?.Status ?? StepStatus.Pending);
        writer.WriteBoolean("success", step?.Status == StepStatus.Completed);
        writer.WritePropertyName("error");
        JsonSerializer.Serialize(writer, step?.Error);
        writer.WritePropertyName("duration_ms");
        JsonSerializer.Serialize(writer, step?.DurationMs);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }
}
