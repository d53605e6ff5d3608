using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Formats.Steps.Journal;

/// <summary>A record as one line of <c>.task_execution.log</c>, and what can be read back from such a line.</summary>
internal static class RecordJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = RelaxedEncoder.Instance };

    /// <summary>
    /// One JSON object on one line. Time and task id always; the rest as it applies; absent is unknown or does not
    /// apply.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="runId">The run.</param>
    /// <param name="output">The end of what the attempt wrote; null for nothing.</param>
    /// <param name="logPath">Where all of it is; null for nowhere.</param>
    public static string Line(StepRecord record, string runId, string? output = null, string? logPath = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", Time(record.At));
            json.WriteString("task_id", record.TaskId);
            json.WriteNumber("step", record.Step);
            Text(json, "phase", record.Phase);
            json.WriteString("status", record.Status);
            Text(json, "name", record.Name);
            Text(json, "message", record.Message);
            Number(json, "exit_code", record.ExitCode);
            Number(json, "signal", record.Signal);
            if (record.Duration is { } duration)
            {
                json.WriteNumber("duration", Math.Round(duration.TotalSeconds, 3));
            }

            Number(json, "attempt", record.Attempt);
            Number(json, "pid", record.Pid);
            if (record.Success is { } success)
            {
                json.WriteBoolean("success", success);
            }

            Number(json, "next_step", record.NextStep);
            Text(json, "output", output ?? "");
            Text(json, "log", logPath ?? "");
            json.WriteString("run", runId);
            json.WriteNumber("seq", record.Seq);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Task id, number and time of a line; null for a half line or somebody else's.</summary>
    public static (string TaskId, long Seq, DateTimeOffset At)? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return root.ValueKind is JsonValueKind.Object
                && root.TryGetProperty("task_id", out var id) && id.ValueKind is JsonValueKind.String
                && root.TryGetProperty("seq", out var seq) && seq.ValueKind is JsonValueKind.Number
                    && seq.TryGetInt64(out var number)
                && root.TryGetProperty("timestamp", out var at) && at.ValueKind is JsonValueKind.String
                    && at.TryGetDateTimeOffset(out var time)
                ? (id.GetString()!, number, time)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>ISO 8601 in UTC to the millisecond.</summary>
    public static string Time(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
