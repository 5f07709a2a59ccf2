using Ael.Engine.Yaml;

namespace Ael.Engine.Configuration.Keys;

/// <summary>Reads a node as a value, or reports what does not fit and returns false; only then is the value not to be used.</summary>
internal delegate bool ValueReader<T>(YamlNode node, ProblemList problems, out T? value);

/// <summary>What values a key takes.</summary>
/// <param name="Allowed">In words, for the documentation.</param>
/// <param name="Read">From the document.</param>
/// <param name="Show">As the document would say it.</param>
internal sealed record ValueKind<T>(string Allowed, ValueReader<T> Read, Func<T, string> Show);
