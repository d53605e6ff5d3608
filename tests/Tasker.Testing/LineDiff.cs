using System.Text;

namespace Tasker.Testing;

/// <summary>What differs between two texts, line by line, with a little of what surrounds it.</summary>
public static class LineDiff
{
    private const int Context = 3;

    // Above this the table of common lines would be large; the middle is then shown as removed and added whole.
    private const long MostCells = 4_000_000;

    /// <summary>Lines with <c>-</c> are only in <paramref name="before"/>, lines with <c>+</c> only in <paramref name="after"/>.</summary>
    public static string Between(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var lines = Lines(before.Split('\n'), after.Split('\n'));
        var text = new StringBuilder();
        var shown = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var near = lines.Skip(Math.Max(0, i - Context)).Take((2 * Context) + 1).Any(l => l.Mark != ' ');
            if (!near)
            {
                continue;
            }

            if (i != shown + 1)
            {
                text.Append("  ...\n");
            }

            text.Append(lines[i].Mark).Append(' ').Append(lines[i].Line).Append('\n');
            shown = i;
        }

        return text.ToString();
    }

    private static List<(char Mark, string Line)> Lines(string[] before, string[] after)
    {
        var head = 0;
        while (head < before.Length && head < after.Length && before[head] == after[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < Math.Min(before.Length, after.Length) - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        return
        [
            .. before[..head].Select(l => (' ', l)),
            .. Middle(before[head..^tail], after[head..^tail]),
            .. before[^tail..].Select(l => (' ', l)),
        ];
    }

    private static IEnumerable<(char Mark, string Line)> Middle(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > MostCells)
        {
            return before.Select(l => ('-', l)).Concat(after.Select(l => ('+', l)));
        }

        // The longest common subsequence, from the ends backwards so that the walk below goes forwards.
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j]
                    ? common[i + 1, j + 1] + 1
                    : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return Walk(before, after, common);
    }

    private static IEnumerable<(char Mark, string Line)> Walk(string[] before, string[] after, int[,] common)
    {
        var (i, j) = (0, 0);
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                yield return (' ', before[i]);
                (i, j) = (i + 1, j + 1);
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                yield return ('-', before[i++]);
            }
            else
            {
                yield return ('+', after[j++]);
            }
        }
    }
}
