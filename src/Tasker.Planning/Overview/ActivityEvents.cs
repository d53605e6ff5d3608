using System.Text;
using System.Text.RegularExpressions;
using Tasker.Planning.Files;

namespace Tasker.Planning.Overview;

/// <summary>What <c>logs/activity.log</c> tells, as events of the plan. Only its end is read, and only lines of its own form count.</summary>
public static partial class ActivityEvents
{
    private const int LongestEnd = 64 << 10;
    private const int LongestText = 1000;

    /// <summary>The newest lines, the newest first. None when the log is not there or cannot be read.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="most">How many at most.</param>
    public static IReadOnlyList<PlanEvent> Newest(PlanningFolder folder, int most)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var lines = End(folder.ActivityLog).Split('\n');
        var events = new List<PlanEvent>();
        for (var i = lines.Length - 1; i >= 0 && events.Count < most; i--)
        {
            if (Line().Match(lines[i].TrimEnd('\r')) is { Success: true } match)
            {
                events.Add(Event(match.Groups));
            }
        }

        return events;
    }

    private static PlanEvent Event(GroupCollection parts)
    {
        var (level, text) = (parts["level"].Value, Plain(parts["text"].Value));
        var task = text.IndexOf(':', StringComparison.Ordinal) is > 0 and var end && TaskIds.IsValid(text[..end]) ? text[..end] : null;
        var details = $"{(level == "INFO" ? "" : $"{level} ")}{Plain(parts["agent"].Value)}: {(task is null ? text : text[(task.Length + 1)..].TrimStart())}";
        return new PlanEvent(Timestamps.Read(parts["at"].Value), Plain(parts["event"].Value), task, details);
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, LongestText)))
        {
            plain.Append(char.IsControl(c) ? '\uFFFD' : c);
        }

        return plain.ToString();
    }

    /// <summary>The end of a file from its first whole line on; a pipe or a device is empty, for it would wait or never end.</summary>
    private static string End(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            {
                return "";
            }

            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var from = Math.Max(0, RandomAccess.GetLength(file) - LongestEnd);
            var bytes = new byte[LongestEnd];
            var text = Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, from));
            return from == 0 ? text : text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"^\[(?<at>[^\]]{1,40})\] \[(?<level>DEBUG|INFO|WARN|ERROR)\] \[(?<agent>[^\]]{0,100})\] (?<event>[^:]{1,100}): ?(?<text>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
