namespace Ael.Engine.Tests.Support.Otlp;

internal static class TraceDecoder
{
    public static List<OtlpSpan> Read(ReadOnlySpan<byte> request)
    {
        var spans = new List<OtlpSpan>();
        OtlpDecoder.Request(request, (origin, item) => spans.Add(Span(origin, item)));
        return spans;
    }

    private static OtlpSpan Span(OtlpOrigin origin, ProtoReader r)
    {
        var span = new OtlpSpan(origin);
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: span.TraceId = r.Hex(); break;
                case 2: span.SpanId = r.Hex(); break;
                case 3: span.TraceState = r.Text(); break;
                case 4: span.ParentSpanId = r.Hex(); break;
                case 5: span.Name = r.Text(); break;
                case 6: span.Kind = (OtlpSpanKind)r.Int32(); break;
                case 7: span.Start = r.Time(); break;
                case 8: span.End = r.Time(); break;
                case 9: OtlpDecoder.Attribute(r.Message(), span.Attributes); break;
                case 11: span.Events.Add(Event(r.Message())); break;
                case 13: span.Links.Add(Link(r.Message())); break;
                case 15: Status(r.Message(), span); break;
                default: r.Skip(); break;
            }
        }

        return span;
    }

    private static OtlpEvent Event(ProtoReader r)
    {
        var e = new OtlpEvent();
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: e.Time = r.Time(); break;
                case 2: e.Name = r.Text(); break;
                case 3: OtlpDecoder.Attribute(r.Message(), e.Attributes); break;
                default: r.Skip(); break;
            }
        }

        return e;
    }

    private static OtlpLink Link(ProtoReader r)
    {
        var link = new OtlpLink();
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: link.TraceId = r.Hex(); break;
                case 2: link.SpanId = r.Hex(); break;
                case 4: OtlpDecoder.Attribute(r.Message(), link.Attributes); break;
                default: r.Skip(); break;
            }
        }

        return link;
    }

    private static void Status(ProtoReader r, OtlpSpan span)
    {
        while (r.Next())
        {
            switch (r.Field)
            {
                case 2: span.StatusMessage = r.Text(); break;
                case 3: span.Status = (OtlpStatus)r.Int32(); break;
                default: r.Skip(); break;
            }
        }
    }
}
