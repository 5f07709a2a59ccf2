using System.Text.Json;

namespace Ael.Engine.Python;

/// <summary>The Python side (the folder <c>worker</c>), kept inside this assembly.</summary>
internal static class WorkerScript
{
    private static readonly string[] s_modules =
        ["ael_channel", "ael_log", "ael_output", "ael_imports", "ael_code", "ael_context", "ael_checks", "ael_limits", "ael_run", "ael_worker"];

    /// <summary>What the interpreter gets with <c>-c</c>.</summary>
    public static string Bootstrap { get; } = Read("bootstrap");

    /// <summary>What the bootstrap then reads from standard input: four bytes of length, big-endian, and the JSON.</summary>
    public static byte[] Start(WorkerConfig config)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new { modules = s_modules.Select(m => new[] { m, Read(m) }), config }, s_json);
        var frame = new byte[4 + json.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame, json.Length);
        json.CopyTo(frame, 4);
        return frame;
    }

    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static string Read(string module)
    {
        var name = $"Ael.Engine.Python.worker.{module}.py";
        using var stream = typeof(WorkerScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <param name="Isolation"><c>bubblewrap</c>, <c>limits</c> or <c>none</c>.</param>
/// <param name="Profile">Name of the import profile.</param>
/// <param name="Paths">Added to the module search path.</param>
/// <param name="Memory">Bytes of address space for a run.</param>
/// <param name="MaxLog">Bytes of log kept.</param>
/// <param name="MaxOutput">Bytes of JSON a run may give or send to a tool.</param>
/// <param name="MaxDepth">Nesting of that JSON.</param>
/// <param name="Fork">A child per run, where the system can.</param>
internal sealed record WorkerConfig(
    string Isolation, string Profile, IReadOnlyList<string> Paths, long Memory, int MaxLog, int MaxOutput, int MaxDepth, bool Fork = true);
