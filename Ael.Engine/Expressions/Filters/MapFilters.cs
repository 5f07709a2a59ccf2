using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

internal static class MapFilters
{
    public static Value Keys(in FilterCall call) =>
        call.Evaluation.Charged([.. call.Map().Select(m => Value.Of(m.Key))]);

    public static Value Values(in FilterCall call) =>
        call.Evaluation.Charged([.. call.Map().Select(m => m.Value)]);

    public static Value Items(in FilterCall call) =>
        call.Evaluation.Charged([.. call.Map().Select(m => Value.Of([Value.Of(m.Key), m.Value]))]);
}
