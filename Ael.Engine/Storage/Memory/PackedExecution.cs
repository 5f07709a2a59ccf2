namespace Ael.Engine.Storage.Memory;

/// <summary>What an execution that has ended leaves beside its result, as bytes: objects would be carried along by every collection of garbage.</summary>
internal static class PackedExecution
{
    public static void Write(PackedWriter writer, IReadOnlyList<StepResult> steps)
    {
        writer.Number(steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            Write(writer, steps[i]);
        }
    }

    public static void Write(PackedWriter writer, List<StepEnd> ends)
    {
        writer.Number(ends.Count);
        foreach (var end in ends)
        {
            // An attempt that was given up may still add to the lists.
            var (attempts, toolCalls) = (end.Attempts.Count, end.ToolCalls.Count);
            writer.Number(attempts);
            for (var i = 0; i < attempts; i++)
            {
                Write(writer, end.Attempts[i]);
            }

            writer.Number(toolCalls);
            for (var i = 0; i < toolCalls; i++)
            {
                Write(writer, end.ToolCalls[i]);
            }
        }
    }

    public static void Write(PackedWriter writer, List<(long Id, LogLine Line)> log)
    {
        writer.Number(log.Count);
        foreach (var (id, line) in log)
        {
            writer.Number(id);
            Write(writer, line);
        }
    }

    public static List<StepResult> Steps(ReadOnlySpan<byte> packed)
    {
        var steps = new List<StepResult>();
        var reader = new PackedReader(packed);
        Read(ref reader, steps, Step);
        return steps;
    }

    public static (List<AttemptRecord> Attempts, List<ToolCallRecord> ToolCalls) Detail(ReadOnlySpan<byte> packed)
    {
        var (attempts, toolCalls) = (new List<AttemptRecord>(), new List<ToolCallRecord>());
        var reader = new PackedReader(packed);
        for (var left = reader.Number(); left > 0; left--)
        {
            Read(ref reader, attempts, Attempt);
            Read(ref reader, toolCalls, ToolCall);
        }

        return (attempts, toolCalls);
    }

    public static List<(long Id, LogLine Line)> Log(ReadOnlySpan<byte> packed, string executionId)
    {
        var log = new List<(long Id, LogLine Line)>();
        var reader = new PackedReader(packed);
        Read(ref reader, log, (ref reader) => (reader.Number(), new LogLine(executionId, reader.Time(), reader.Text()!, reader.Text()!, reader.Text(), reader.Text()!)));
        return log;
    }

    private delegate T One<T>(ref PackedReader reader);

    private static void Read<T>(ref PackedReader reader, List<T> into, One<T> one)
    {
        for (var left = reader.Number(); left > 0; left--)
        {
            into.Add(one(ref reader));
        }
    }

    private static void Write(PackedWriter writer, StepResult step)
    {
        writer.Text(step.Id);
        writer.Text(step.Type);
        writer.Number((long)step.Status);
        writer.Number(step.Attempt);
        writer.Number(step.MaxAttempts);
        writer.OptionalTime(step.StartedAt);
        writer.OptionalDuration(step.DurationMs);
        writer.Json(step.Output);
        writer.Error(step.Error);
        writer.Text(step.SkipReason);
        writer.Text(step.RootCause);
        writer.Text(step.Log);
    }

    private static StepResult Step(ref PackedReader reader) => new()
    {
        Id = reader.Text()!,
        Type = reader.Text()!,
        Status = (StepStatus)reader.Number(),
        Attempt = (int)reader.Number(),
        MaxAttempts = (int)reader.Number(),
        StartedAt = reader.OptionalTime(),
        DurationMs = reader.OptionalDuration(),
        Output = reader.Json(),
        Error = reader.Error(),
        SkipReason = reader.Text(),
        RootCause = reader.Text(),
        Log = reader.Text(),
    };

    private static void Write(PackedWriter writer, AttemptRecord attempt)
    {
        writer.Text(attempt.StepId);
        writer.OptionalNumber(attempt.Item);
        writer.Number(attempt.Attempt);
        writer.Time(attempt.StartedAt);
        writer.Duration(attempt.DurationMs);
        writer.Error(attempt.Error);
        writer.Text(attempt.ChildExecutionId);
    }

    private static AttemptRecord Attempt(ref PackedReader reader) =>
        new(reader.Text()!, reader.OptionalNumber(), (int)reader.Number(), reader.Time(), reader.Duration(), reader.Error(), reader.Text());

    private static void Write(PackedWriter writer, ToolCallRecord call)
    {
        writer.Text(call.StepId);
        writer.OptionalNumber(call.Item);
        writer.Number(call.Attempt);
        writer.Text(call.Tool);
        writer.Text(call.Server);
        writer.Json(call.Arguments);
        writer.Time(call.StartedAt);
        writer.Duration(call.DurationMs);
        writer.Error(call.Error);
    }

    private static ToolCallRecord ToolCall(ref PackedReader reader) => new(
        reader.Text()!, reader.OptionalNumber(), (int)reader.Number(), reader.Text()!, reader.Text(), reader.Json() ?? default, reader.Time(), reader.Duration(), reader.Error());

    private static void Write(PackedWriter writer, LogLine line)
    {
        writer.Time(line.At);
        writer.Text(line.Level);
        writer.Text(line.Component);
        writer.Text(line.StepId);
        writer.Text(line.Message);
    }
}

/// <summary>The bytes of each part: who asks for one does not read the others.</summary>
internal readonly record struct PackedParts(ReadOnlyMemory<byte> Steps, ReadOnlyMemory<byte> Detail, ReadOnlyMemory<byte> Log)
{
    public int Length => Steps.Length + Detail.Length + Log.Length;
}
