using System.Diagnostics;

namespace Ael.Engine.Telemetry;

/// <summary>One kind of span.</summary>
/// <param name="Name">Its name; what stands in braces differs from span to span.</param>
/// <param name="Prefix">Operation names of this kind begin with it. Only tool calls have a name other than the operation's.</param>
/// <param name="Kind">OpenTelemetry's kind.</param>
/// <param name="Parent">What it lies under.</param>
/// <param name="Description">One sentence.</param>
internal sealed record SpanDefinition(string Name, string Prefix, ActivityKind Kind, string Parent, string Description);

/// <summary>One attribute, and where it stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>string</c>, <c>int</c>, <c>bool</c> or <c>string[]</c>.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Where">Names of spans (of <see cref="SpanCatalogue.Spans"/>) and of events that can have it.</param>
internal sealed record AttributeDefinition(string Name, string Type, string Description, params IReadOnlyList<string> Where);

/// <summary>Something that happens within a span.</summary>
internal sealed record EventDefinition(string Name, string Description, params IReadOnlyList<string> Where);
