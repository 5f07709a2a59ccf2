namespace Ael.Engine.Storage.Memory;

/// <summary>
/// Holds the bytes of many executions in few large arrays, which the collection of garbage neither moves nor looks into. They are filled in the order of
/// ends, which is the order of pruning: an array goes when the last execution in it does.
/// </summary>
internal sealed class PackedMemory
{
    // Large enough to be on the heap for large objects.
    private const int ArraySize = 256 * 1024;

    // What an execution of some thousand steps fills.
    private const int MostSpare = 1024 * 1024;

    private readonly Lock _lock = new();
    private Memory<byte> _free;
    private PackedWriter? _spare;

    /// <param name="steps">All of them, in file order.</param>
    /// <param name="ends">What happened in each, in the order of their ends.</param>
    /// <param name="log">Lines with their places among all.</param>
    public PackedParts Keep(IReadOnlyList<StepResult> steps, List<StepEnd> ends, List<(long Id, LogLine Line)> log)
    {
        var writer = Interlocked.Exchange(ref _spare, null) ?? new PackedWriter();
        PackedExecution.Write(writer, steps);
        var detail = writer.Written.Length;
        PackedExecution.Write(writer, ends);
        var lines = writer.Written.Length;
        PackedExecution.Write(writer, log);
        var kept = Copy(writer.Written);
        if (writer.Capacity <= MostSpare)
        {
            writer.Clear();
            _spare = writer;
        }

        return new PackedParts(kept[..detail], kept[detail..lines], kept[lines..]);
    }

    private ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        // Its own array, rather than the rest of one left empty.
        if (bytes.Length > ArraySize / 8)
        {
            return bytes.ToArray();
        }

        lock (_lock)
        {
            if (bytes.Length > _free.Length)
            {
                _free = GC.AllocateUninitializedArray<byte>(ArraySize);
            }

            var kept = _free[..bytes.Length];
            bytes.CopyTo(kept.Span);
            _free = _free[bytes.Length..];
            return kept;
        }
    }
}
