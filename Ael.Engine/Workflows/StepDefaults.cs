using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>The <c>defaults</c> of a workflow, and what a step's own keys make of them.</summary>
internal sealed record StepDefaults
{
    public static readonly StepDefaults None = new();

    public TimeSpan? Timeout { get; init; }

    public OnErrorWord? OnError { get; init; }

    public RetrySpec? Retry { get; init; }

    public static StepDefaults Read(MapReader map)
    {
        var retryNode = map.Node("retry");
        var defaults = new StepDefaults
        {
            Timeout = map.Duration("timeout"),
            OnError = map.Choice("on_error", StepWords.OnError),
            Retry = retryNode is null ? null : RetryReader.Read(retryNode, map.Problems),
        };
        map.Close();
        return defaults;
    }

    /// <summary>
    /// Puts a step's words over these. A <c>retry</c> block implies <c>on_error: retry</c> where it stands, unless an
    /// <c>on_error</c> beside it says otherwise; in <c>defaults</c>, <c>on_error: fail</c> makes it the policy of those steps that ask for one.
    /// </summary>
    public (OnError OnError, RetryPolicy? Retry) Apply(OnErrorWord? word, RetrySpec? retry)
    {
        var own = retry is { Wanted: true };
        var inherited = OnError ?? (Retry is { Wanted: true } ? OnErrorWord.Retry : OnErrorWord.Fail);
        var effective = word ?? (own ? OnErrorWord.Retry : inherited);
        if (retry is { Wanted: false } || (!own && effective != OnErrorWord.Retry))
        {
            return (effective == OnErrorWord.Skip ? Workflows.OnError.Skip : Workflows.OnError.Fail, null);
        }

        var then = retry?.Then ?? word switch
        {
            OnErrorWord.Skip => Workflows.OnError.Skip,
            OnErrorWord.Fail => Workflows.OnError.Fail,
            _ => Retry?.Then ?? (OnError == OnErrorWord.Skip ? Workflows.OnError.Skip : Workflows.OnError.Fail),
        };
        return (then, (retry ?? new RetrySpec()).Over(Retry));
    }
}
