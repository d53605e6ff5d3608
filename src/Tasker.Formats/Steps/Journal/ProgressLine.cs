using System.Text;

namespace Tasker.Formats.Steps.Journal;

/// <summary>A record as one line of <c>.task_log</c>.</summary>
internal static class ProgressLine
{
    /// <summary><c>2026-11-20T10:30:00.000Z [task_6_ab12cd34] PRE-FLIGHT verify_env PASSED (3.1s)</c></summary>
    public static string Of(StepRecord record)
    {
        var line = new StringBuilder();
        line.Append(RecordJson.Time(record.At)).Append(" [").Append(record.TaskId).Append(']');
        var isStep = record.Phase.Length == 0 || record.Phase == record.Status;
        foreach (var word in new[] { isStep ? $"STEP {record.Step}" : record.Phase, record.Name, record.Status })
        {
            line.Append(word.Length > 0 ? " " : "").Append(word);
        }

        var message = record.Message == record.Name ? "" : record.Message;
        line.Append(message.Length > 0 ? ": " : "").Append(message);
        return line.Append(record.Duration is null ? "" : $" ({LineTexts.Took(record)})").ToString();
    }
}
