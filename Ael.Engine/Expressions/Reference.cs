namespace Ael.Engine.Expressions;

/// <summary>
/// A path that a template names statically, as far as it is static: <c>steps.log.output</c> is
/// <c>["steps", "log", "output"]</c>. <paramref name="Offset"/> counts characters from the start of the template's text.
/// <paramref name="Guarded"/>: it stands under <c>default(...)</c>, so absence is meant to be possible.
/// </summary>
internal sealed record Reference(IReadOnlyList<string> Path, int Offset, bool Guarded);
