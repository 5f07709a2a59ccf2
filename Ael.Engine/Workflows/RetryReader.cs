using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>What a <c>retry</c> key says, before defaults: members are null where it is silent.</summary>
internal sealed record RetrySpec
{
    /// <summary>False for <c>retry: false</c>: no retry, whatever the defaults say.</summary>
    public bool Wanted { get; init; } = true;

    public int? MaxAttempts { get; init; }

    public Backoff? Backoff { get; init; }

    public TimeSpan? Delay { get; init; }

    public TimeSpan? MaxDelay { get; init; }

    public double? Multiplier { get; init; }

    public bool? Jitter { get; init; }

    public IReadOnlyList<ErrorCode>? RetryOn { get; init; }

    public IReadOnlyList<ErrorCode>? NoRetryOn { get; init; }

    /// <summary>What follows when every attempt failed.</summary>
    public OnError? Then { get; init; }

    /// <summary>This policy where it speaks, else <paramref name="defaults"/>, else the built-in one.</summary>
    public RetryPolicy Over(RetrySpec? defaults)
    {
        var builtIn = new RetryPolicy();
        var delay = Delay ?? defaults?.Delay ?? builtIn.Delay;
        var longest = MaxDelay ?? defaults?.MaxDelay ?? builtIn.MaxDelay;
        return new RetryPolicy
        {
            MaxAttempts = MaxAttempts ?? defaults?.MaxAttempts ?? builtIn.MaxAttempts,
            Backoff = Backoff ?? defaults?.Backoff ?? builtIn.Backoff,
            Delay = delay,
            // A delay that was asked for is not cut by a bound that was not.
            MaxDelay = MaxDelay is null && delay > longest ? delay : longest,
            Multiplier = Multiplier ?? defaults?.Multiplier ?? builtIn.Multiplier,
            Jitter = Jitter ?? defaults?.Jitter ?? builtIn.Jitter,
            RetryOn = RetryOn ?? defaults?.RetryOn ?? builtIn.RetryOn,
            NoRetryOn = NoRetryOn ?? defaults?.NoRetryOn ?? builtIn.NoRetryOn,
        };
    }
}

/// <summary>Reads <c>retry</c>: a mapping, a number of attempts, or true or false; older spellings of its keys too.</summary>
internal static class RetryReader
{
    private const int MostAttempts = 100;
    private const double MostMultiplier = 100;

    public static RetrySpec? Read(YamlNode node, ProblemList problems)
    {
        switch (node)
        {
            case YamlScalar { Kind: ScalarKind.Boolean } flag:
                return new RetrySpec { Wanted = CoreSchema.ToBoolean(flag.Text) };
            case YamlScalar { Kind: ScalarKind.Integer }:
                return ScalarReader.Integer(node, problems, 1, MostAttempts) is { } attempts ? new RetrySpec { MaxAttempts = (int)attempts } : null;
            case YamlMapping mapping:
                return FromMapping(new MapReader(mapping, "retry", problems));
            default:
                problems.WasOfOtherType(node, "a mapping, a number of attempts, or true", "write `retry: 3`, or `retry: {max_attempts: 3, delay: 1s}`");
                return null;
        }
    }

    private static RetrySpec FromMapping(MapReader map)
    {
        var problems = map.Problems;
        var delayNode = map.OneOf("delay", "initial_delay", "delay_seconds");
        var multiplierNode = map.OneOf("multiplier", "backoff_multiplier");
        var spec = new RetrySpec
        {
            MaxAttempts = map.Integer("max_attempts", 1, MostAttempts),
            Backoff = map.Choice<Backoff>("backoff"),
            Delay = delayNode is null ? null : ScalarReader.Duration(delayNode, problems, TimeSpan.Zero),
            MaxDelay = map.Duration("max_delay"),
            Multiplier = multiplierNode is null ? null : ScalarReader.Number(multiplierNode, problems, 1, MostMultiplier),
            Jitter = map.Boolean("jitter"),
            RetryOn = Codes(map, "retry_on"),
            NoRetryOn = Codes(map, "no_retry_on"),
            Then = map.Choice("then", StepWords.Then),
        };
        if (spec.Delay > spec.MaxDelay)
        {
            problems.Add(map.Node("max_delay")!, "max_delay is shorter than delay", "raise max_delay, or lower delay");
        }

        if (spec.RetryOn?.Intersect(spec.NoRetryOn ?? []).FirstOrDefault() is { } both)
        {
            problems.Add(map.Node("no_retry_on")!, $"{both.Name} stands in retry_on as well", "keep it in one of them");
        }

        map.Close();
        return spec;
    }

    private static List<ErrorCode>? Codes(MapReader map, string key)
    {
        List<ErrorCode> codes = [];
        foreach (var node in map.Items(key, "write it as a list: [TOOL_TIMEOUT, TOOL_FAILED]") ?? [])
        {
            if (ScalarReader.Text(node, map.Problems) is not { } name)
            {
                continue;
            }

            if (ErrorCode.TryGet(name, out var code))
            {
                codes.Add(code);
            }
            else
            {
                map.Problems.Add(node, $"there is no error code '{name}'",
                    DidYouMean.Suggest(name, ErrorCode.All.Select(c => c.Name)) ?? "use codes of docs/reference/errors.md, as TOOL_TIMEOUT or TOOL_FAILED");
            }
        }

        return map.Node(key) is null ? null : codes;
    }
}
