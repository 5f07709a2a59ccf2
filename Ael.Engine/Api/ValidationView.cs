using System.ComponentModel;
using Ael.Engine.Api.Problems;

namespace Ael.Engine.Api;

internal sealed record ValidationView(
    bool Valid,
    [property: Description("Null unless valid.")] string? Name,
    [property: Description("Null unless valid.")] string? Version,
    [property: Description("All of them, by line.")] IReadOnlyList<ProblemView> Problems);
