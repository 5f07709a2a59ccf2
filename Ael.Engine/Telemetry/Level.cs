namespace Ael.Engine.Telemetry;

/// <summary>A number of things that are there now.</summary>
internal sealed class Level
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add(long change) => Interlocked.Add(ref _value, change);
}
