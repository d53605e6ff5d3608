using System.Globalization;
using System.Text;
using Tasker.Engine.Files;

namespace Tasker.Planning.Interview;

/// <summary>What was asked and answered, for people: <c>.claude/clarify-session.md</c>. Lines are added whole; nothing is taken away.</summary>
/// <param name="target">The target directory; absolute.</param>
public sealed class DiscoveryLog(string target)
{
    private const string RoundHeading = "### Round ";

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.Combine(target, ".claude", "clarify-session.md");

    /// <summary>True when it is there.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>How many rounds of questions it tells of.</summary>
    public int Rounds => Exists ? File.ReadLines(Path).Count(line => line.StartsWith(RoundHeading, StringComparison.Ordinal)) : 0;

    /// <summary>Begins it; one that is there is kept beside it.</summary>
    public void Begin(string topic, DateTimeOffset now)
    {
        if (Exists)
        {
            File.Move(Path, string.Create(CultureInfo.InvariantCulture, $"{Path[..^".md".Length]}.{now.UtcDateTime:yyyyMMddHHmmssfff}.md"));
        }

        Add(string.Create(CultureInfo.InvariantCulture, $"# Discovery: {OneLine(topic)}\n\nBegun {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC.\n"));
    }

    /// <summary>A round of questions begins. Told again, it is there once.</summary>
    public void BeginRound(int round)
    {
        var heading = string.Create(CultureInfo.InvariantCulture, $"{RoundHeading}{round}");
        if (!Exists || !File.ReadLines(Path).Contains(heading))
        {
            Add($"\n{heading}\n");
        }
    }

    /// <summary>Something was asked, answered or decided.</summary>
    public void Tell(string what, string text) => Add(Line(what, text) + "\n");

    /// <summary>The same, but told again it is there once.</summary>
    public void TellOnce(string what, string text)
    {
        if (!Exists || !File.ReadLines(Path).Contains(Line(what, text)))
        {
            Tell(what, text);
        }
    }

    private void Add(string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        using var log = AppendHandle.Open(Path);
        AppendHandle.Write(log, Encoding.UTF8.GetBytes(text));
    }

    private static string Line(string what, string text) => $"- {what}: {OneLine(text)}";

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
