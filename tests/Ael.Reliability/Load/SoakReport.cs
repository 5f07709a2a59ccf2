using System.Globalization;
using Ael.Reliability.Inside;

namespace Ael.Reliability.Load;

/// <param name="Looks">After every tenth of the executions, the first one first.</param>
internal sealed record SoakReport(IReadOnlyList<SoakLook> Looks)
{
    private const double MostGrowth = 1.1;

    public SoakLook Early => Looks[0];

    public SoakLook Late => Looks[^1];

    public double MemoryRatio => (double)Late.Resident / Early.Resident;

    /// <summary>What grew that should not have. A few more may be on their way out, or be what more callers at a time have taken since.</summary>
    public IEnumerable<string> Leaks()
    {
        (string Name, long Before, long After, long Spare)[] all =
        [
            ("descriptors", Early.Descriptors, Late.Descriptors, 16),
            ("threads", Early.Threads, Late.Threads, 8),
            ("processes", Early.Processes, Late.Processes, 4),
            ("timers", Early.Inside.Timers, Late.Inside.Timers, 8),
            ("activities", Early.Inside.Activities, Late.Inside.Activities, 0),
        ];
        return all.Where(c => c.After > c.Before + c.Spare).Select(c => $"{c.Name}: {c.Before} after a tenth, {c.After} at the end");
    }

    public IEnumerable<string> Problems() =>
        MemoryRatio <= MostGrowth ? Leaks() : Leaks().Prepend(string.Create(CultureInfo.InvariantCulture, $"memory: {MemoryRatio:0.000} of what it was after a tenth"));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        executions  resident MiB  in objects MiB  descriptors  threads  processes  timers  activities
        {string.Join('\n', Looks)}
        memory, end to first tenth: {MemoryRatio:0.000} (the last line's objects are after a full collection, those before it are not)
        problems: {Problems().Count()}{string.Concat(Problems().Select(p => $"\n  {p}"))}
        """);
}

/// <summary>What an idle engine holds.</summary>
/// <param name="Executions">So many had run.</param>
/// <param name="Resident">Bytes, as the system counts them, before it was made to collect.</param>
internal sealed record SoakLook(int Executions, long Resident, int Descriptors, long Threads, int Processes, InsideView Inside)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Executions,10}{Resident / 1048576.0,14:0.0}{Inside.Heap / 1048576.0,16:0.0}{Descriptors,13}{Threads,9}{Processes,11}{Inside.Timers,8}{Inside.Activities,12}");
}
