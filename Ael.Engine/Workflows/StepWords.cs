namespace Ael.Engine.Workflows;

/// <summary>Words of a step's keys and what they mean.</summary>
internal static class StepWords
{
    public static readonly IReadOnlyDictionary<string, OnErrorWord> OnError = new Dictionary<string, OnErrorWord>
    {
        ["fail"] = OnErrorWord.Fail,
        ["skip"] = OnErrorWord.Skip,
        ["continue"] = OnErrorWord.Skip,
        ["retry"] = OnErrorWord.Retry,
    };

    public static readonly IReadOnlyDictionary<string, OnError> Then = new Dictionary<string, OnError>
    {
        ["fail"] = Workflows.OnError.Fail,
        ["skip"] = Workflows.OnError.Skip,
        ["continue"] = Workflows.OnError.Skip,
    };
}

internal enum OnErrorWord
{
    Fail,
    Skip,
    Retry,
}
