using Tasker.Testing;

namespace Tasker.Architecture.Tests;

/// <summary>Lines fit beside one another on a screen: at most 140 characters.</summary>
public sealed class WidthTests
{
    private const int Widest = 140;

    /// <summary>Rooms that are still to be brought to it. The list only gets shorter: a room without wide lines must leave it.</summary>
    private static readonly string[] Unfinished = ["src/Tasker.Cli", "src/Tasker.Planning"];

    [Fact]
    public void Lines_are_no_wider_than_140_characters()
    {
        var finished = SourceFiles.All.Where(path => !Unfinished.Any(room => path.StartsWith(room + "/", StringComparison.Ordinal)))
            .ToArray();
        Assert.NotEmpty(finished);

        Findings.None(finished.SelectMany(Wide));
    }

    [Fact]
    public void Rooms_that_are_finished_leave_the_list() =>
        Findings.None(Unfinished.Where(
            room => !SourceFiles.All.Any(path => path.StartsWith(room + "/", StringComparison.Ordinal) && Wide(path).Any())));

    [Theory]
    [InlineData("x", 0)]
    [InlineData("\"\"\"x\"\"\";", 0)]
    [InlineData("\"\"\"\nx\n\"\"\";", 0)]
    [InlineData("$$\"\"\"\"\n\"\"\"\nx\n\"\"\"\";\nx", 1)]
    [InlineData("// \"\"\"\nx", 1)]
    public void Wide_lines_are_seen_where_they_are_no_raw_text(string text, int expected)
    {
        var wide = new string('x', Widest + 1);

        Assert.Equal(expected, WideLines(text.Replace("x", text == "x" ? "x" : wide, StringComparison.Ordinal).Split('\n')).Count());
    }

    private static IEnumerable<string> Wide(string path) =>
        WideLines(RepositoryFiles.Lines(path)).Select(line => $"{path}:{line.Number}: {line.Width} characters");

    /// <summary>Lines that are too wide. Raw text is left as it is, and so is a line that holds some: nobody may wrap that.</summary>
    private static IEnumerable<(int Number, int Width)> WideLines(string[] lines)
    {
        var quotes = 0; // Of the raw text that goes on; 0: none does.
        for (var i = 0; i < lines.Length; i++)
        {
            var (line, holdsRaw) = (lines[i], quotes > 0);
            for (var at = 0; at < line.Length;)
            {
                if (quotes == 0 && line.AsSpan(at).StartsWith("//"))
                {
                    break;
                }

                var run = line.AsSpan(at).IndexOfAnyExcept('"') is >= 0 and var length ? length : line.Length - at;
                if (quotes == 0 && run >= 3 && !IsInString(line.AsSpan(0, at)))
                {
                    (quotes, holdsRaw) = (run, true);
                }
                else if (quotes > 0 && run >= quotes)
                {
                    quotes = 0;
                }

                at += Math.Max(run, 1);
            }

            if (line.Length > Widest && !holdsRaw)
            {
                yield return (i + 1, line.Length);
            }
        }
    }

    /// <summary>True when a text on one line is open behind these characters.</summary>
    private static bool IsInString(ReadOnlySpan<char> before)
    {
        var isOpen = false;
        for (var i = 0; i < before.Length; i++)
        {
            if (isOpen && before[i] == '\\')
            {
                i++;
            }
            else if (before[i] == '"')
            {
                isOpen = !isOpen;
            }
        }

        return isOpen;
    }
}
