using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Ael.Engine.Expressions.Values;

/// <summary>
/// A value during evaluation: JSON as it came, or something built by the expression. JSON that is only moved through is never
/// decoded, so large numbers keep their text and large documents cost nothing.
/// </summary>
internal readonly struct Value
{
    // JSON by its kind: it would be asked for that again and again. No more fields: the compiler takes apart what has four, and copies what has more.
    private enum Form : byte
    {
        Absent,
        Null,
        False,
        True,
        Integer,
        Float,
        Text,
        List,
        Map,
        Lazy,
        JsonNull,
        JsonBoolean,
        JsonNumber,
        JsonText,
        JsonList,
        JsonMap,
    }

    private readonly JsonElement _json;
    private readonly object? _object;
    private readonly long _bits;
    private readonly Form _form;

    private Value(Form form, object? content = null, long bits = 0, JsonElement json = default)
    {
        _form = form;
        _object = content;
        _bits = bits;
        _json = json;
    }

    public static Value Absent => default;

    public static Value Null => new(Form.Null);

    public static Value Of(bool value) => new(value ? Form.True : Form.False);

    public static Value Of(long value) => new(Form.Integer, bits: value);

    public static Value Of(double value) => new(Form.Float, bits: BitConverter.DoubleToInt64Bits(value));

    public static Value Of(string value) => new(Form.Text, value);

    public static Value Of(IReadOnlyList<Value> items) => new(Form.List, items);

    public static Value Of(ValueMap members) => new(Form.Map, members);

    public static Value From(JsonElement json) => new(FormOf(json.ValueKind), json: json);

    public static Value From(ScopeValue value) =>
        value.Object is { } lazy ? new Value(Form.Lazy, lazy) : From(value.Json);

    public ValueKind Kind => _form switch
    {
        Form.Absent => ValueKind.Absent,
        Form.Null or Form.JsonNull => ValueKind.Null,
        Form.False or Form.True or Form.JsonBoolean => ValueKind.Boolean,
        Form.Integer or Form.Float or Form.JsonNumber => ValueKind.Number,
        Form.Text or Form.JsonText => ValueKind.Text,
        Form.List or Form.JsonList => ValueKind.List,
        _ => ValueKind.Map,
    };

    private bool IsJson => _form >= Form.JsonNull;

    private static Form FormOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Undefined => Form.Absent,
        JsonValueKind.Null => Form.JsonNull,
        JsonValueKind.True or JsonValueKind.False => Form.JsonBoolean,
        JsonValueKind.Number => Form.JsonNumber,
        JsonValueKind.String => Form.JsonText,
        JsonValueKind.Array => Form.JsonList,
        _ => Form.JsonMap,
    };

    public bool IsAbsent => _form == Form.Absent;

    public bool IsNullOrAbsent => Kind is ValueKind.Null or ValueKind.Absent;

    /// <summary>The JSON this value came as, when nothing was built.</summary>
    public bool TryGetJson(out JsonElement json)
    {
        json = _json;
        return IsJson;
    }

    /// <summary>As Jinja has it: null, false, 0, "" and empty collections are false.</summary>
    public bool IsTruthy => Kind switch
    {
        ValueKind.Boolean => IsTrue,
        ValueKind.Number => !ToNumber().IsZero,
        ValueKind.Text => IsJson ? !_json.ValueEquals(""u8) : ((string)_object!).Length > 0,
        ValueKind.List or ValueKind.Map => Count > 0,
        _ => false,
    };

    /// <summary>For booleans.</summary>
    public bool IsTrue => _form == Form.True || (_form == Form.JsonBoolean && _json.ValueKind == JsonValueKind.True);

    /// <summary>For numbers.</summary>
    public Number ToNumber() => _form switch
    {
        Form.Integer => Number.Of(_bits),
        Form.Float => Number.Of(BitConverter.Int64BitsToDouble(_bits)),
        _ => Number.Parse(_json),
    };

    /// <summary>For strings.</summary>
    public string ToText()
    {
        if (_form == Form.Text)
        {
            return (string)_object!;
        }

        return Unicode.Decode(_json, static json => json.GetString()!);
    }

    /// <summary>For strings: whether they are the same.</summary>
    public bool IsSameText(in Value other)
    {
        if (_form == Form.Text)
        {
            return other._form == Form.Text ? (string)_object! == (string)other._object! : Is(other._json, (string)_object!);
        }

        return other._form == Form.Text ? Is(_json, (string)other._object!) : ToText() == other.ToText();

        // Not decoded, but where halves of pairs are compared.
        static bool Is(JsonElement json, string text) => text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')
            ? Unicode.Decode(json, static j => j.GetString()!) == text
            : Unicode.Decode((json, text), static pair => pair.json.ValueEquals(pair.text));
    }

    /// <summary>For integers that an expression computed.</summary>
    public bool TryGetInteger(out long integer)
    {
        integer = _bits;
        return _form == Form.Integer;
    }

    /// <summary>For numbers: digits as they stand in JSON.</summary>
    public string NumberText() => IsJson
        ? Encoding.ASCII.GetString(JsonMarshal.GetRawUtf8Value(_json))
        : ToNumber().ToString();

    /// <summary>For lists and maps.</summary>
    public int Count => _form switch
    {
        Form.List => ((IReadOnlyList<Value>)_object!).Count,
        Form.Map => ((ValueMap)_object!).Count,
        Form.Lazy => ((IScopeObject)_object!).Names.Count,
        _ => _json.ValueKind == JsonValueKind.Array ? _json.GetArrayLength() : _json.GetPropertyCount(),
    };

    /// <summary>For lists; <paramref name="index"/> lies in 0 to Count - 1.</summary>
    public Value ItemAt(int index) => IsJson ? From(_json[index]) : ((IReadOnlyList<Value>)_object!)[index];

    /// <summary>For lists: as <see cref="Items"/>, one after the other and without an object for it.</summary>
    public ValueList Each() => IsJson ? new ValueList(_json) : new ValueList((IReadOnlyList<Value>)_object!);

    /// <summary>For lists.</summary>
    public IEnumerable<Value> Items() => IsJson
        ? _json.EnumerateArray().Select(From)
        : (IReadOnlyList<Value>)_object!;

    /// <summary>For maps; absent when there is no such member.</summary>
    public Value Member(string name)
    {
        switch (_form)
        {
            case Form.JsonMap:
                return Unicode.Decode((_json, name), static key => key._json.TryGetProperty(key.name, out var member) ? From(member) : Absent);
            case Form.Map:
                return ((ValueMap)_object!)[name];
            default:
                return ((IScopeObject)_object!).TryGet(name, out var value) ? From(value) : Absent;
        }
    }

    /// <summary>As <see cref="Member(string)"/>, with the name as JSON has it: then it need not be encoded.</summary>
    public Value Member(string name, byte[] utf8)
    {
        if (_form != Form.JsonMap)
        {
            return Member(name);
        }

        try
        {
            return _json.TryGetProperty(utf8, out var member) ? From(member) : Absent;
        }
        catch (InvalidOperationException)
        {
            throw Unicode.HalfPair();
        }
    }

    /// <summary>For maps, in their order.</summary>
    public IEnumerable<KeyValuePair<string, Value>> Members() => _form switch
    {
        Form.JsonMap => JsonMembers(_json),
        Form.Map => (ValueMap)_object!,
        _ => LazyMembers((IScopeObject)_object!),
    };

    /// <summary>The kind as messages name it.</summary>
    public string Describe() => Kind switch
    {
        ValueKind.Absent => "nothing",
        ValueKind.Null => "null",
        ValueKind.Boolean => "a boolean",
        ValueKind.Number => "a number",
        ValueKind.Text => "a string",
        ValueKind.List => "a list",
        _ => "an object",
    };

    private static IEnumerable<KeyValuePair<string, Value>> JsonMembers(JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            yield return new(Unicode.Decode(property, static p => p.Name), From(property.Value));
        }
    }

    private static IEnumerable<KeyValuePair<string, Value>> LazyMembers(IScopeObject source)
    {
        foreach (var name in source.Names)
        {
            if (source.TryGet(name, out var value))
            {
                yield return new(name, From(value));
            }
        }
    }
}
