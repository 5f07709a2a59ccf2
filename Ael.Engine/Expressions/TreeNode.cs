using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ael.Engine.Expressions;

/// <summary>A place in a document that holds at least one template, or (<see cref="PlainLeaf"/>) stands beside one.</summary>
internal abstract class TreeNode
{
    public abstract void Write(Utf8JsonWriter writer, IScope scope, TemplateLimits limits);

    public abstract void Collect(ICollection<(string Path, Reference Reference)> references);
}

internal sealed class PlainLeaf(JsonElement json) : TreeNode
{
    public override void Write(Utf8JsonWriter writer, IScope scope, TemplateLimits limits) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(json), skipInputValidation: true);

    public override void Collect(ICollection<(string Path, Reference Reference)> references)
    {
    }
}

internal sealed class TemplateLeaf(Template template, string path) : TreeNode
{
    public override void Write(Utf8JsonWriter writer, IScope scope, TemplateLimits limits)
    {
        try
        {
            template.WriteTo(writer, scope, limits);
        }
        catch (TemplateException e)
        {
            throw Placed(e);
        }
    }

    public JsonElement Evaluate(IScope scope, TemplateLimits limits)
    {
        try
        {
            return template.Evaluate(scope, limits);
        }
        catch (TemplateException e)
        {
            throw Placed(e);
        }
    }

    public override void Collect(ICollection<(string Path, Reference Reference)> references)
    {
        foreach (var reference in template.References)
        {
            references.Add((path, reference));
        }
    }

    private TemplateException Placed(TemplateException e) => path.Length == 0
        ? e
        : new TemplateException(e.Error with { Message = $"{path}: {e.Error.Message}" }, path, e.Offset, e);
}

internal sealed class ListBranch(TreeNode[] items) : TreeNode
{
    public override void Write(Utf8JsonWriter writer, IScope scope, TemplateLimits limits)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.Write(writer, scope, limits);
        }

        writer.WriteEndArray();
    }

    public override void Collect(ICollection<(string Path, Reference Reference)> references)
    {
        foreach (var item in items)
        {
            item.Collect(references);
        }
    }
}

internal sealed class MapBranch((JsonEncodedText Name, TreeNode Value)[] members) : TreeNode
{
    public override void Write(Utf8JsonWriter writer, IScope scope, TemplateLimits limits)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.Write(writer, scope, limits);
        }

        writer.WriteEndObject();
    }

    public override void Collect(ICollection<(string Path, Reference Reference)> references)
    {
        foreach (var (_, value) in members)
        {
            value.Collect(references);
        }
    }
}
