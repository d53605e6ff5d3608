using System.Globalization;
using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Spec;

/// <summary>The mark of one execution on its step line, and how it gets there.</summary>
/// <param name="Step">Number of the step.</param>
/// <param name="Kind">Success ticks the box; failure opens it.</param>
/// <param name="TaskId">Id of the execution: letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="At">When; written in UTC to the second.</param>
/// <param name="Note">What to note beside it, on one line; empty for nothing. Written as <c>(noted: …)</c>, so that
/// the next mark can replace it.</param>
/// <example><c>- [x] **STEP 6**: Title - text ✓ [task_id: task_6_ab12cd34] [2026-11-20T10:30:00Z] (a
/// note)</c></example>
public sealed record SpecMark(int Step, SpecAnnotationKind Kind, string TaskId, DateTimeOffset At, string Note = "")
{
    private const int LongestNote = 200;
    private const int MostRounds = 64;

    /// <summary>The text that stands on the line.</summary>
    public string Annotation
    {
        get
        {
            var sign = Kind is SpecAnnotationKind.Done ? "✓" : "✗ Failed";
            var time = At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var note = OneLine(Note);
            return $"{sign} [task_id: {TaskId}] [{time}]{(note.Length > 0 ? $" {AnnotationScanner.OwnNote}{note})" : "")}";
        }
    }

    /// <summary>
    /// The file with this mark as the only one on its step line; notes of people stay behind it, every other byte is
    /// as it was.
    /// </summary>
    /// <param name="bytes">The file as it is now.</param>
    /// <returns>The new bytes; null when the text has no such step line or several, or is no text: then nothing must
    /// be written.</returns>
    public byte[]? Apply(ReadOnlySpan<byte> bytes)
    {
        if (SourceText.Decode("", bytes, new DiagnosticBag()) is not { } text)
        {
            return null;
        }

        (int Start, int End)? place = null;
        foreach (var line in SpecLines.Of(text))
        {
            if (line.IsProse && StepLine.NumberOf(text.AsSpan(line.Start, line.Length)) == Step)
            {
                if (place is not null)
                {
                    return null;
                }

                place = (line.Start, line.Start + line.Length);
            }
        }

        if (place is not var (start, end) || Mark(text[start..end]) is not { } marked)
        {
            return null;
        }

        var mark = bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble : default;
        return [.. mark, .. Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, start), marked, text.AsSpan(end)))];
    }

    /// <summary>
    /// Marks one line. Repeated until nothing changes, because taking one mark out can make another one visible.
    /// </summary>
    private string? Mark(string line)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            if (StepLine.Parse(line)?.With(Kind is SpecAnnotationKind.Done, Annotation) is not { } marked)
            {
                return null;
            }

            if (marked == line)
            {
                break;
            }

            line = marked;
        }

        return line;
    }

    /// <summary>A note must neither end its line nor its parentheses.</summary>
    private static string OneLine(string note)
    {
        var kept = new StringBuilder();
        foreach (var rune in note.Trim().EnumerateRunes())
        {
            if (kept.Length >= LongestNote)
            {
                return kept.Append('…').ToString();
            }

            kept.Append(rune.Value switch
            {
                '(' => "[",
                ')' => "]",
                _ when Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) => " ",
                _ => rune.ToString(),
            });
        }

        return kept.ToString();
    }
}
