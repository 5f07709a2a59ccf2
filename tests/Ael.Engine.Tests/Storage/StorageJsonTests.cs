using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Storage;

public class StorageJsonTests
{
    [Fact]
    public void A_result_has_the_one_shape_with_every_member_written()
    {
        var record = Records.Execution("exec-1", inputs: """{"who":"ü"}""", steps: ["one"]);

        Assert.Equal(
            """
            {"execution_id":"exec-1","workflow":"notes","version":"1.0","status":"timed_out","started_at":"2026-01-15T10:30:00.123000Z","completed_at":"2026-01-15T10:30:05.123000Z","duration_ms":5000,"trace_id":"0af7651916cd43dd8448eb211c80319c","inputs":{"who":"ü"},"output":null,"error":null,"steps":[{"id":"one","type":"code","status":"pending","attempt":0,"max_attempts":1,"started_at":null,"duration_ms":null,"output":null,"error":null,"skip_reason":null,"root_cause":null,"log":null}],"counts":{"completed":0,"failed":0,"skipped":0}}
            """,
            record.End(ExecutionStatus.TimedOut, null).Text());
    }

    [Fact]
    public void Instants_are_utc()
    {
        var record = Records.Execution("exec-1", at: new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.FromHours(2)));

        Assert.Contains("\"created_at\":\"2026-01-15T10:00:00.000000Z\"", record.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_survives_json()
    {
        var end = Records.Ended("one", null, StepStatus.Failed, new AelError(ErrorCode.CodeRuntime, "no"));
        var result = Records.Execution("exec-1").End(ExecutionStatus.Failed, null, end.Step.Error, null, end.Step);

        var read = JsonSerializer.Deserialize(result.Text(), StorageJson.Readable.ExecutionResult)!;

        Assert.Equal(result.Text(), read.Text());
    }
}
