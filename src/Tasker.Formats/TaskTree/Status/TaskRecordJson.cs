using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Formats.TaskTree.Status;

/// <summary>Status files as text. Written always in one way; read as other tools and people write them.</summary>
internal static class TaskRecordJson
{
    private const string Iso = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = RelaxedEncoder.Instance };
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 16,
    };

    /// <summary>The bytes of a status file.</summary>
    public static byte[] Write(TaskRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            writer.WriteStartObject();
            writer.WriteString("task_id", record.TaskId);
            writer.WriteString("status", Word(record.Status));
            Text(writer, "started_at", record.StartedAt?.UtcDateTime.ToString(Iso, CultureInfo.InvariantCulture));
            Text(writer, "completed_at", record.CompletedAt?.UtcDateTime.ToString(Iso, CultureInfo.InvariantCulture));
            Text(writer, "agent_id", record.AgentId);
            if (record.OutputsValidated is { } validated)
            {
                writer.WriteBoolean("outputs_validated", validated);
            }

            if (record.DurationSeconds is { } seconds)
            {
                writer.WriteNumber("duration_seconds", Math.Round(seconds, 3));
            }

            if (record.ExitCode is { } code)
            {
                writer.WriteNumber("exit_code", code);
            }

            Text(writer, "error", record.Error);
            Text(writer, "blocked_by", record.BlockedBy);
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads a status file; null when it is none, with the reason as a clause that follows its name.</summary>
    /// <param name="bytes">Its content.</param>
    /// <param name="task">The task that it stands for.</param>
    /// <param name="problem">Why it is none.</param>
    public static TaskRecord? Read(ReadOnlyMemory<byte> bytes, string task, out string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Lenient);
            var root = document.RootElement;
            problem = root.ValueKind is not JsonValueKind.Object ? "holds no JSON object"
                : Text(root, "task_id") is { } other && other != task ? "is that of another task"
                : Status(root) is null ? "has no 'status' that is known (completed, running, blocked, failed)"
                : "";
            return problem.Length > 0 ? null : new TaskRecord
            {
                TaskId = task,
                Status = Status(root)!.Value,
                StartedAt = Time(root, "started_at"),
                CompletedAt = Time(root, "completed_at"),
                AgentId = Text(root, "agent_id"),
                OutputsValidated = Truth(root, "outputs_validated"),
                DurationSeconds = Number(root, "duration_seconds"),
                ExitCode = Number(root, "exit_code") is { } code and >= -2147483648d and <= 2147483647d ? (int)code : null,
                Error = Text(root, "error"),
                BlockedBy = Text(root, "blocked_by"),
            };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            problem = bytes.Length == 0 ? "is empty" : "is no JSON, or only half of it";
            return null;
        }
    }

    /// <summary>A status in the word of the files.</summary>
    public static string Word(TaskProgress status) => status switch
    {
        TaskProgress.Completed => "completed",
        TaskProgress.Running => "running",
        TaskProgress.Blocked => "blocked",
        TaskProgress.Failed => "failed",
        _ => "waiting",
    };

    private static TaskProgress? Status(JsonElement root) => Text(root, "status")?.ToLowerInvariant() switch
    {
        "completed" => TaskProgress.Completed,
        "running" => TaskProgress.Running,
        "blocked" => TaskProgress.Blocked,
        "failed" => TaskProgress.Failed,
        "waiting" or "pending" => TaskProgress.Waiting,
        _ => null,
    };

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static bool? Truth(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    private static double? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number)
            && double.IsFinite(number)
            ? number
            : null;

    /// <summary>ISO text, or seconds since 1970 as some scripts write them.</summary>
    private static DateTimeOffset? Time(JsonElement root, string name)
    {
        if (Text(root, name) is { } text)
        {
            return DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
                ? at
                : null;
        }

        return Number(root, name) is { } seconds and >= 0 and < 1e11 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
    }

    private static void Text(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
