namespace Ael.Engine.Tests.Support.Otlp;

internal static class LogDecoder
{
    public static List<OtlpLog> Read(ReadOnlySpan<byte> request)
    {
        var logs = new List<OtlpLog>();
        OtlpDecoder.Request(request, (origin, item) => logs.Add(Log(origin, item)));
        return logs;
    }

    private static OtlpLog Log(OtlpOrigin origin, ProtoReader r)
    {
        var log = new OtlpLog(origin);
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: log.Time = r.Time(); break;
                case 2: log.SeverityNumber = r.Int32(); break;
                case 3: log.SeverityText = r.Text(); break;
                case 5: log.Body = OtlpDecoder.Value(r.Message()); break;
                case 6: OtlpDecoder.Attribute(r.Message(), log.Attributes); break;
                case 9: log.TraceId = r.Hex(); break;
                case 10: log.SpanId = r.Hex(); break;
                case 11: log.Observed = r.Time(); break;
                case 12: log.EventName = r.Text(); break;
                default: r.Skip(); break;
            }
        }

        return log;
    }
}
