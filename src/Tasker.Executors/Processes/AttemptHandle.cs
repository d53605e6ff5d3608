using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tasker.Executors.Processes;

/// <summary>What finds an attempt again after a crash of its owner.</summary>
/// <param name="Identity">Its first process.</param>
/// <param name="RecordPath">Where its exit code will be written down.</param>
internal sealed record AttemptHandle(ProcessIdentity Identity, string RecordPath)
{
    /// <summary>As the journal keeps it; the names never change.</summary>
    public string ToText()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid", Identity.Pid);
            writer.WriteNumber("start", Identity.StartTime);
            writer.WriteString("boot", Identity.BootId);
            writer.WriteString("exit", RecordPath);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a handle; null when it is none.</summary>
    public static AttemptHandle? Parse(string? text)
    {
        try
        {
            using var document = JsonDocument.Parse(text ?? "");
            var root = document.RootElement;
            var identity = new ProcessIdentity(
                root.GetProperty("pid").GetInt32(), root.GetProperty("start").GetInt64(), root.GetProperty("boot").GetString()!);
            return new AttemptHandle(identity, root.GetProperty("exit").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
