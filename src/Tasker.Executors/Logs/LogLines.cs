using System.Text;

namespace Tasker.Executors.Logs;

/// <summary>
/// Cuts the bytes of a log into lines that are fit to be shown: secrets masked, control sequences other than colours taken out.
/// </summary>
/// <param name="mask">The secrets.</param>
internal sealed class LogLines(SecretMask mask)
{
    /// <summary>Characters of a line that are shown.</summary>
    public const int Longest = 4096;

    private const int LongestInBytes = Longest * 4;

    private bool _midLine;

    /// <summary>What comes next stands in the middle of a line whose beginning is not shown.</summary>
    public void SkipLine() => _midLine = true;

    /// <summary>Takes the lines that are whole.</summary>
    /// <param name="bytes">What comes next.</param>
    /// <param name="isLast">True: nothing comes after it, so that a last line without a line end counts as well.</param>
    /// <param name="lines">Gets the lines.</param>
    /// <returns>Bytes that were taken; the others have to come again, with more behind them.</returns>
    public int Take(ReadOnlySpan<byte> bytes, bool isLast, List<string> lines)
    {
        var taken = 0;
        while (taken < bytes.Length)
        {
            var rest = bytes[taken..];
            var end = rest.IndexOf((byte)'\n');
            if (end < 0 && !isLast && rest.Length <= LongestInBytes)
            {
                break;
            }

            if (!_midLine)
            {
                lines.Add(Show(end < 0 ? rest : rest[..end]));
            }

            // Of a line longer than can be shown only the beginning is.
            _midLine = end < 0;
            taken += end < 0 ? rest.Length : end + 1;
        }

        return taken;
    }

    private string Show(ReadOnlySpan<byte> line)
    {
        // A hole reads as zeros.
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, LongestInBytes)].Trim((byte)0));
        text = mask.Apply(TerminalText.Clean(mask.Apply(text)));
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), " …");
    }
}
