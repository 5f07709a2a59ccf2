namespace Ael.Engine.Tests.Support.Otlp;

/// <summary>What the three signals' messages share; field numbers are those of the OTLP protocol, version 1.</summary>
internal static class OtlpDecoder
{
    /// <summary>Reads one item (span, metric, log record) of a scope.</summary>
    public delegate void ItemReader(OtlpOrigin origin, ProtoReader item);

    /// <summary>An export request of any signal: all are resources &gt; scopes &gt; items, under the same numbers.</summary>
    public static void Request(ReadOnlySpan<byte> message, ItemReader read)
    {
        for (var request = new ProtoReader(message); request.Next();)
        {
            var ofResource = request.Message();
            var resource = new OtlpAttributes();
            // The resource stands first where it is written in order; a second reader makes no such demand.
            for (var r = ofResource; r.Next();)
            {
                if (r.Field == 1)
                {
                    Attributes(r.Message(), 1, resource);
                }
                else
                {
                    r.Skip();
                }
            }

            for (var r = ofResource; r.Next();)
            {
                if (r.Field == 2)
                {
                    Scope(r.Message(), resource, read);
                }
                else
                {
                    r.Skip();
                }
            }
        }
    }

    /// <summary>One KeyValue.</summary>
    public static void Attribute(ProtoReader keyValue, OtlpAttributes into)
    {
        var key = "";
        object? value = null;
        while (keyValue.Next())
        {
            switch (keyValue.Field)
            {
                case 1: key = keyValue.Text(); break;
                case 2: value = Value(keyValue.Message()); break;
                default: keyValue.Skip(); break;
            }
        }

        into[key] = value;
    }

    public static object? Value(ProtoReader any)
    {
        object? value = null;
        while (any.Next())
        {
            switch (any.Field)
            {
                case 1: value = any.Text(); break;
                case 2: value = any.Varint() != 0; break;
                case 3: value = (long)any.Varint(); break;
                case 4: value = any.Double(); break;
                case 5: value = Array(any.Message()); break;
                case 6:
                    var map = new OtlpAttributes();
                    Attributes(any.Message(), 1, map);
                    value = map;
                    break;
                case 7: value = any.Bytes().ToArray(); break;
                default: any.Skip(); break;
            }
        }

        return value;
    }

    private static object?[] Array(ProtoReader array)
    {
        var values = new List<object?>();
        while (array.Next())
        {
            values.Add(Value(array.Message()));
        }

        return [.. values];
    }

    private static void Attributes(ProtoReader message, int field, OtlpAttributes into)
    {
        while (message.Next())
        {
            if (message.Field == field)
            {
                Attribute(message.Message(), into);
            }
            else
            {
                message.Skip();
            }
        }
    }

    private static void Scope(ProtoReader scope, OtlpAttributes resource, ItemReader read)
    {
        var origin = new OtlpOrigin(resource, "", "");
        for (var s = scope; s.Next();)
        {
            if (s.Field != 1)
            {
                s.Skip();
                continue;
            }

            for (var named = s.Message(); named.Next();)
            {
                switch (named.Field)
                {
                    case 1: origin = origin with { Scope = named.Text() }; break;
                    case 2: origin = origin with { ScopeVersion = named.Text() }; break;
                    default: named.Skip(); break;
                }
            }
        }

        for (var s = scope; s.Next();)
        {
            if (s.Field == 2)
            {
                read(origin, s.Message());
            }
            else
            {
                s.Skip();
            }
        }
    }
}
