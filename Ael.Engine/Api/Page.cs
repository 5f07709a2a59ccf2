using System.ComponentModel;

namespace Ael.Engine.Api;

/// <summary>A list as the API gives it, whole or a page of it.</summary>
internal sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: Description("Value of ?cursor= for the next page; null on the last one, and where there are no pages.")] string? NextCursor = null);
