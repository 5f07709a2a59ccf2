namespace Ael.Benchmarks.Load;

/// <summary>Something that is run again and again.</summary>
internal interface IWorkload : IAsyncDisposable
{
    /// <summary>Spans and log records that were dropped so far.</summary>
    long Dropped { get; }

    /// <summary>Runs the workflow so many times, one after the other; gives what each took, in ms.</summary>
    /// <exception cref="InvalidOperationException">A result is not what it has to be.</exception>
    Task<double[]> RunAsync(int executions);

    /// <summary>As many, so many of them at once; gives what all of them took together, in ms.</summary>
    Task<double> RunTogetherAsync(int executions, int atOnce) => throw new NotSupportedException();
}
