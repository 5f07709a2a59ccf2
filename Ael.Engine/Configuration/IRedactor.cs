using System.Text.Json;

namespace Ael.Engine.Configuration;

/// <summary>Takes secrets out of what is stored, logged or shown: by key name and by pattern.</summary>
internal interface IRedactor
{
    /// <summary>The same value when there is nothing to hide in it.</summary>
    JsonElement Redact(JsonElement value);

    /// <summary>The same text when there is nothing to hide in it.</summary>
    string Redact(string text);
}
