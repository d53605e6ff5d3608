using System.Text;
using Tasker.Engine.Files;

namespace Tasker.Planning.Files;

/// <summary>What people and agents did: <c>logs/activity.log</c>, a line each, added whole by any number of programs at once.</summary>
public static class ActivityLog
{
    private const int LongestMessage = 64 << 10;

    private static readonly string[] Levels = ["DEBUG", "INFO", "WARN", "ERROR"];

    /// <summary>Adds a line: <c>[time] [LEVEL] [agent] event: message</c>. Line ends inside become <c>\n</c>.</summary>
    /// <exception cref="PlanningException">There is no such level.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Add(PlanningFolder folder, string level, string agent, string @event, string message, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var word = Levels.FirstOrDefault(known => known.Equals(level, StringComparison.OrdinalIgnoreCase))
            ?? throw new PlanningException(PlanningCodes.Usage, $"'{level}' is no level: it is one of {string.Join(", ", Levels)}.");
        var text = message.Length > LongestMessage ? message[..LongestMessage] : message;
        var line = $"[{now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}] [{word}] [{OneLine(agent)}] {OneLine(@event)}: {OneLine(text)}";
        Directory.CreateDirectory(folder.Logs);
        using var log = AppendHandle.Open(folder.ActivityLog);
        AppendHandle.Write(log, Encoding.UTF8.GetBytes(line + "\n"));
        return line;
    }

    /// <summary>One line; other control characters would draw on the terminal of who reads it.</summary>
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            line.Append(c == '\n' ? "\\n" : c == '\t' ? "\t" : char.IsControl(c) ? "\uFFFD" : c.ToString());
        }

        return line.ToString();
    }
}
