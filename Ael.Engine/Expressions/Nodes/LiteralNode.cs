using System.Text.Json;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary>A string, number, boolean or null as written. Numbers keep their text.</summary>
internal sealed class LiteralNode(Value value) : Node
{
    public static LiteralNode Number(string text) => new(Value.Literal(JsonElement.Parse(text)));

    public Value Value { get; } = value;

    public override Value Evaluate(Evaluation evaluation) => Value;

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
    }
}
