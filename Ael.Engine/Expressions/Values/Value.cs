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
        JsonInteger,
        JsonText,
        JsonList,
        JsonMap,
    }

    private const int Quotes = 2;

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

    public static Value Of(Value[] items) => new(Form.List, items);

    public static Value Of(ValueMap members) => new(Form.Map, members);

    public static Value From(JsonElement json) => new((Form)Forms[(int)json.ValueKind], json: json);

    /// <summary>A number that a template holds, read once for all evaluations.</summary>
    public static Value Literal(JsonElement number) =>
        number.TryGetInt64(out var integer) ? new(Form.JsonInteger, bits: integer, json: number) : From(number);

    public static Value From(in ScopeValue value) =>
        value.Object is { } lazy ? new Value(Form.Lazy, lazy) : From(value.Json);

    public ValueKind Kind => (ValueKind)Kinds[(int)_form];

    // One for each form. A table, since it is asked for at every turn.
    private static ReadOnlySpan<byte> Kinds =>
    [
        (byte)ValueKind.Absent, (byte)ValueKind.Null, (byte)ValueKind.Boolean, (byte)ValueKind.Boolean, (byte)ValueKind.Number, (byte)ValueKind.Number,
        (byte)ValueKind.Text, (byte)ValueKind.List, (byte)ValueKind.Map, (byte)ValueKind.Map,
        (byte)ValueKind.Null, (byte)ValueKind.Boolean, (byte)ValueKind.Number, (byte)ValueKind.Number, (byte)ValueKind.Text, (byte)ValueKind.List, (byte)ValueKind.Map,
    ];

    private bool IsJson => _form >= Form.JsonNull;

    // One for each kind of JSON, from undefined to null.
    private static ReadOnlySpan<byte> Forms =>
    [
        (byte)Form.Absent, (byte)Form.JsonMap, (byte)Form.JsonList, (byte)Form.JsonText, (byte)Form.JsonNumber, (byte)Form.JsonBoolean, (byte)Form.JsonBoolean, (byte)Form.JsonNull,
    ];

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
        ValueKind.Text => IsJson ? JsonMarshal.GetRawUtf8Value(_json).Length > Quotes : ((string)_object!).Length > 0,
        ValueKind.List or ValueKind.Map => Count > 0,
        _ => false,
    };

    /// <summary>For booleans.</summary>
    public bool IsTrue => _form == Form.True || (_form == Form.JsonBoolean && _json.ValueKind == JsonValueKind.True);

    /// <summary>For numbers.</summary>
    public Number ToNumber() => _form switch
    {
        Form.Integer or Form.JsonInteger => Number.Of(_bits),
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
        static bool Is(JsonElement json, string text)
        {
            try
            {
                return text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') ? json.GetString() == text : json.ValueEquals(text);
            }
            catch (InvalidOperationException)
            {
                throw Unicode.HalfPair();
            }
        }
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

    /// <summary>A string without escapes or a number, both of JSON: what stands in the document is what it says.</summary>
    public bool TryGetUtf8(out ReadOnlySpan<byte> utf8)
    {
        utf8 = _form is Form.JsonText or Form.JsonNumber ? JsonMarshal.GetRawUtf8Value(_json) : default;
        if (_form == Form.JsonText)
        {
            utf8 = utf8[1..^1];
            return !utf8.Contains((byte)'\\');
        }

        return _form == Form.JsonNumber;
    }

    /// <summary>For lists and maps.</summary>
    public int Count => _form switch
    {
        Form.List => ((Value[])_object!).Length,
        Form.Map => ((ValueMap)_object!).Count,
        Form.Lazy => ((IScopeObject)_object!).Names.Count,
        Form.JsonList => _json.GetArrayLength(),
        _ => _json.GetPropertyCount(),
    };

    /// <summary>For lists; <paramref name="index"/> lies in 0 to Count - 1.</summary>
    public Value ItemAt(int index) => IsJson ? From(_json[index]) : ((Value[])_object!)[index];

    /// <summary>For lists: as <see cref="Items"/>, one after the other and without an object for it.</summary>
    public ValueList Each() => IsJson ? new ValueList(_json) : new ValueList((Value[])_object!);

    /// <summary>For lists.</summary>
    public IEnumerable<Value> Items() => IsJson
        ? _json.EnumerateArray().Select(From)
        : (Value[])_object!;

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

    /// <summary>Goes into JSON, for as many of the keys as lead on there, without a value for each step.</summary>
    /// <param name="value">Where to start; afterwards where it ended.</param>
    /// <param name="path">Keys that are the same in every evaluation; one without a name and an index ends it.</param>
    /// <returns>How many keys led on.</returns>
    public static int Descend(ref Value value, ReadOnlySpan<Key> path)
    {
        if (value._form is not (Form.JsonMap or Form.JsonList))
        {
            return 0;
        }

        var json = value._json;
        var at = 0;
        try
        {
            while (at < path.Length && path[at].TryStep(json, out var part))
            {
                json = part;
                at++;
            }
        }
        catch (InvalidOperationException)
        {
            throw Unicode.HalfPair();
        }

        if (at > 0)
        {
            value = From(json);
        }

        return at;
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
