namespace Ael.Engine.Tests.Support.Otlp;

internal static class MetricDecoder
{
    public static List<OtlpMetric> Read(ReadOnlySpan<byte> request)
    {
        var metrics = new List<OtlpMetric>();
        OtlpDecoder.Request(request, (origin, item) => metrics.Add(Metric(origin, item)));
        return metrics;
    }

    private static OtlpMetric Metric(OtlpOrigin origin, ProtoReader r)
    {
        var metric = new OtlpMetric(origin);
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: metric.Name = r.Text(); break;
                case 2: metric.Description = r.Text(); break;
                case 3: metric.Unit = r.Text(); break;
                case 5 or 7 or 9 or 10 or 11:
                    metric.Type = (OtlpMetricType)r.Field;
                    Data(r.Message(), metric);
                    break;
                default: r.Skip(); break;
            }
        }

        return metric;
    }

    private static void Data(ProtoReader r, OtlpMetric metric)
    {
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1 when metric.Type is OtlpMetricType.Gauge or OtlpMetricType.Sum: metric.Points.Add(Number(r.Message())); break;
                case 1 when metric.Type is OtlpMetricType.Histogram: metric.Points.Add(Histogram(r.Message())); break;
                case 2: metric.Temporality = (OtlpTemporality)r.Int32(); break;
                case 3: metric.Monotonic = r.Varint() != 0; break;
                default: r.Skip(); break;
            }
        }
    }

    private static OtlpPoint Number(ProtoReader r)
    {
        var point = new OtlpPoint();
        while (r.Next())
        {
            switch (r.Field)
            {
                case 2: point.Start = r.Time(); break;
                case 3: point.Time = r.Time(); break;
                case 4: point.Value = r.Double(); break;
                case 5: point.Exemplars.Add(Exemplar(r.Message())); break;
                case 6: point.Value = (long)r.Fixed64(); break;
                case 7: OtlpDecoder.Attribute(r.Message(), point.Attributes); break;
                default: r.Skip(); break;
            }
        }

        return point;
    }

    private static OtlpPoint Histogram(ProtoReader r)
    {
        var point = new OtlpPoint();
        while (r.Next())
        {
            switch (r.Field)
            {
                case 2: point.Start = r.Time(); break;
                case 3: point.Time = r.Time(); break;
                case 4: point.Count = (long)r.Fixed64(); break;
                case 5: point.Sum = r.Double(); break;
                case 6: r.Fixed64s(point.BucketCounts); break;
                case 7: r.Doubles(point.Bounds); break;
                case 8: point.Exemplars.Add(Exemplar(r.Message())); break;
                case 9: OtlpDecoder.Attribute(r.Message(), point.Attributes); break;
                case 11: point.Min = r.Double(); break;
                case 12: point.Max = r.Double(); break;
                default: r.Skip(); break;
            }
        }

        return point;
    }

    private static OtlpExemplar Exemplar(ProtoReader r)
    {
        var exemplar = new OtlpExemplar();
        while (r.Next())
        {
            switch (r.Field)
            {
                case 2: exemplar.Time = r.Time(); break;
                case 3: exemplar.Value = r.Double(); break;
                case 4: exemplar.SpanId = r.Hex(); break;
                case 5: exemplar.TraceId = r.Hex(); break;
                case 6: exemplar.Value = (long)r.Fixed64(); break;
                case 7: OtlpDecoder.Attribute(r.Message(), exemplar.FilteredAttributes); break;
                default: r.Skip(); break;
            }
        }

        return exemplar;
    }
}
