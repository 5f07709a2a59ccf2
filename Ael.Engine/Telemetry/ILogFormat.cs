using System.Buffers;

namespace Ael.Engine.Telemetry;

/// <summary>Writes a record as one line. Called by one thread at a time.</summary>
internal interface ILogFormat
{
    /// <summary>Whether <see cref="LogEvent.Details"/> are in it.</summary>
    bool ShowsDetails { get; }

    /// <summary>The line with its line feed, UTF-8.</summary>
    void Write(LogEvent record, IBufferWriter<byte> output);
}
