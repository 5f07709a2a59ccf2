using Ael.Reliability.Load;

namespace Ael.Engine.Tests.Reliability;

/// <summary>Short runs of what <c>dotnet run --project tests/Ael.Reliability -- overload | soak</c> measures in full; bounds here are for busy machines.</summary>
public sealed class LoadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_times_the_load_is_refused_at_once_and_those_accepted_finish()
    {
        var report = await new Overload(TimeSpan.FromSeconds(4)).RunAsync(Token);

        Assert.True(report.Problems.Count == 0, report.ToString());
        Assert.True(report.Refused.Count > 0 && report.During.Count > 0, report.ToString());
        // A refusal waits for nothing; an accepted one at most for those before it in the queue.
        Assert.True(report.Refused.P50 < report.During.P50, report.ToString());
    }

    [Fact]
    public async Task Executions_with_failures_among_them_leave_nothing_behind()
    {
        var report = await new Soak(600).RunAsync(Token);

        // Memory is still warming up after so few.
        Assert.True(!report.Leaks().Any(), report.ToString());
    }
}
