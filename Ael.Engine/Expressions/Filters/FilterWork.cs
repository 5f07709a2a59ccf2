using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

/// <summary>What a filter does.</summary>
internal delegate Value FilterWork(in FilterCall call);
