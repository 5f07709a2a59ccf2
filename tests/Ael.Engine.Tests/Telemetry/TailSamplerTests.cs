using System.Diagnostics;
using Ael.Engine.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Ael.Engine.Tests.Telemetry;

public sealed class TailSamplerTests : IDisposable
{
    // Listened to by these tests alone; the name is that of the engine's, since the sampler knows workflows by it.
    private readonly ActivitySource _source = new(AelTelemetry.Name, "tail-sampler-tests");
    private readonly ActivitySource _web = new("web-" + Guid.NewGuid().ToString("N"));
    private readonly List<string> _exported = [];
    private readonly TraceHolds _holds = new();
    private readonly ActivityListener _listener;
    private TailSampler? _sampler;
    private int _early;

    public TailSamplerTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = s => ReferenceEquals(s, _source) || ReferenceEquals(s, _web),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = a => _sampler!.OnStart(a),
            ActivityStopped = a => _sampler!.OnEnd(a),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public void An_ordinary_trace_outside_the_ratio_is_dropped_as_a_whole()
    {
        Use(ratio: 0);

        Execution();

        Assert.Empty(_exported);
        Assert.Equal((0, 3), (_sampler!.Held, _sampler.DroppedSpans));
    }

    [Theory]
    [InlineData("workflow")]
    [InlineData("step")]
    [InlineData("execute_tool")]
    public void An_error_on_any_span_keeps_the_whole_trace(string failing)
    {
        Use(ratio: 0);

        Execution(mark: a => a.SetStatus(a.OperationName.StartsWith(failing, StringComparison.Ordinal) ? ActivityStatusCode.Error : ActivityStatusCode.Unset));

        Assert.Equal(["execute_tool t", "step s", "workflow w"], _exported);
    }

    [Theory]
    [InlineData(5.0, true)]
    [InlineData(4.9, false)]
    public void A_slow_workflow_is_kept(double seconds, bool kept)
    {
        Use(ratio: 0);

        Execution(mark: a => a.SetEndTime(a.StartTimeUtc.AddSeconds(a.OperationName == "workflow w" ? seconds : 0.1)));

        Assert.Equal(kept ? 3 : 0, _exported.Count);
    }

    [Fact]
    public void A_slow_step_of_a_quick_workflow_is_ordinary()
    {
        Use(ratio: 0);

        Execution(mark: a => a.SetEndTime(a.StartTimeUtc.AddSeconds(a.OperationName == "step s" ? 60 : 0.1)));

        Assert.Empty(_exported);
    }

    [Fact]
    public void The_ratio_chooses_by_trace_id_as_OpenTelemetry_does()
    {
        Use(ratio: 0.25);
        var head = new TraceIdRatioBasedSampler(0.25);
        var expected = 0;
        for (var i = 0; i < 400; i++)
        {
            var trace = ActivityTraceId.CreateRandom();
            expected += head.ShouldSample(new SamplingParameters(default, trace, "", ActivityKind.Internal)).Decision == SamplingDecision.RecordAndSample ? 3 : 0;
            Execution(new ActivityContext(trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true));
        }

        Assert.Equal(expected, _exported.Count);
        Assert.InRange(expected, 3 * 50, 3 * 150);
    }

    [Theory]
    [InlineData(ActivityStatusCode.Error, 5)]
    [InlineData(ActivityStatusCode.Unset, 0)]
    public void The_callers_spans_in_this_process_follow_the_workflow(ActivityStatusCode status, int exported)
    {
        Use(ratio: 0);
        using (var request = _web.StartActivity("POST", ActivityKind.Server))
        {
            _holds.Add(request!.TraceId);
            using (_web.StartActivity("before"))
            {
            }

            Execution(request.Context, a => a.SetStatus(status));
        }

        Assert.Equal(exported, _exported.Count);
        Assert.Equal(0, _sampler!.Held);
    }

    [Fact]
    public void A_request_that_ends_before_its_execution_begins_waits_for_it()
    {
        Use(ratio: 0);
        ActivityContext request;
        using (var span = _web.StartActivity("POST", ActivityKind.Server))
        {
            request = span!.Context;
            _holds.Add(request.TraceId);
        }

        Assert.Equal(1, _sampler!.Held);
        Execution(request, a => a.SetStatus(ActivityStatusCode.Error));

        Assert.Equal(["POST", "execute_tool t", "step s", "workflow w"], _exported);
    }

    [Fact]
    public void Two_executions_in_one_trace_are_decided_about_together_when_they_overlap_and_apart_when_not()
    {
        Use(ratio: 0);
        var caller = TraceReceiver.Caller();
        using (Root(caller, "workflow first"))
        {
            Execution(caller, a => a.SetStatus(ActivityStatusCode.Error));
            Assert.Empty(_exported);
        }

        Assert.Equal(4, _exported.Count);
        var other = TraceReceiver.Caller();
        Execution(other);
        Execution(other, a => a.SetStatus(ActivityStatusCode.Error));

        Assert.Equal(7, _exported.Count);
    }

    [Theory]
    [InlineData(0, ActivityStatusCode.Unset, 0)]
    [InlineData(0, ActivityStatusCode.Error, 2)]
    [InlineData(1, ActivityStatusCode.Unset, 2)]
    public void Without_a_workflow_the_ratio_and_errors_decide(double ratio, ActivityStatusCode status, int exported)
    {
        Use(ratio);
        using (var request = _web.StartActivity("GET", ActivityKind.Server))
        {
            using (_web.StartActivity("below"))
            {
            }

            request!.SetStatus(status);
        }

        Assert.Equal(exported, _exported.Count);
        Assert.Equal(0, _sampler!.Held);
    }

    [Fact]
    public void A_span_that_outlives_its_workflow_follows_the_decision()
    {
        Use(ratio: 0);
        var late = new List<Activity?>();
        Execution(mark: a =>
        {
            a.SetStatus(ActivityStatusCode.Error);
            if (a.OperationName == "execute_tool t")
            {
                late.Add(_web.StartActivity("notifications/cancelled", ActivityKind.Client, a.Context));
            }
        });

        late.Single()!.Dispose();

        Assert.Equal("notifications/cancelled", _exported[^1]);
    }

    [Fact]
    public void Beyond_the_limit_the_oldest_trace_is_kept_early_and_counted()
    {
        Use(ratio: 0, limit: 10);
        using (Root(TraceReceiver.Caller(), "workflow old"))
        {
            for (var i = 0; i < 8; i++)
            {
                using (_source.StartActivity("step old"))
                {
                }
            }

            using (Root(TraceReceiver.Caller(), "workflow young"))
            {
                for (var i = 0; i < 8; i++)
                {
                    using (_source.StartActivity("step young"))
                    {
                    }

                    Assert.InRange(_sampler!.Held, 0, 10);
                }
            }
        }

        Assert.Equal(1, _early);
        Assert.Equal([.. Enumerable.Repeat("step old", 8), "workflow old"], _exported);
    }

    [Fact]
    public void Memory_is_bounded_whatever_comes()
    {
        Use(ratio: 0, limit: 100);
        var open = Enumerable.Range(0, 500).Select(_ => Root(TraceReceiver.Caller(), "workflow open")).ToList();
        foreach (var root in open)
        {
            using (_source.StartActivity("step s", ActivityKind.Internal, root.Context))
            {
            }
        }

        Assert.InRange(_sampler!.Held, 1, 100);
        Assert.Equal(400, _exported.Count(n => n == "step s"));
        open.ForEach(r => r.Dispose());
        Assert.Equal(0, _sampler.Held);
    }

    [Fact]
    public void Shutdown_keeps_what_is_not_decided()
    {
        Use(ratio: 0);
        using var root = Root(TraceReceiver.Caller(), "workflow w");
        using (_source.StartActivity("step s"))
        {
        }

        _sampler!.Shutdown();

        Assert.Equal(["step s"], _exported);
    }

    [Fact]
    public void Many_threads_lose_nothing_and_send_nothing_twice()
    {
        Use(ratio: 0, limit: 50);
        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Activity.Current = null;
            Execution(mark: a => a.SetStatus(i % 2 == 0 ? ActivityStatusCode.Error : ActivityStatusCode.Unset));
        });

        Assert.Equal(0, _sampler!.Held);
        Assert.InRange(_exported.Count, 3 * 1_000, 6_000);
        Assert.Equal(6_000, _exported.Count + _sampler.DroppedSpans);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _sampler?.Dispose();
        _source.Dispose();
        _web.Dispose();
    }

    private void Use(double ratio, int limit = 50_000) => _sampler = new TailSampler(new Recorder(_exported), new TailSettings(ratio, TimeSpan.FromSeconds(5), limit), _holds, () => _early++);

    private Activity Root(ActivityContext caller, string name) => _source.StartActivity(name, ActivityKind.Internal, caller)!;

    /// <summary>A workflow with a step with a tool call, as the engine makes them; <paramref name="mark"/> sees each before its end.</summary>
    private void Execution(ActivityContext caller = default, Action<Activity>? mark = null)
    {
        caller = caller == default ? TraceReceiver.Caller() : caller;
        var before = Activity.Current;
        Activity.Current = null;
        using (var root = Root(caller, "workflow w"))
        {
            _holds.Remove(caller.TraceId);
            using (var step = _source.StartActivity("step s"))
            {
                using (var call = _source.StartActivity("execute_tool t", ActivityKind.Client))
                {
                    mark?.Invoke(call!);
                }

                mark?.Invoke(step!);
            }

            mark?.Invoke(root);
        }

        Activity.Current = before;
    }

    private sealed class Recorder(List<string> exported) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            lock (exported)
            {
                exported.Add(data.OperationName);
            }
        }
    }
}
