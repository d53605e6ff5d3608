using System.Collections.Immutable;
using System.Globalization;

namespace Tasker.Formats.Steps.Spec;

/// <summary>
/// One checklist line <c>- [ ] **STEP 6**: title - description</c> taken apart: what people wrote, and the marks that
/// executions left.
/// </summary>
/// <remarks>
/// The first text between marks is what the step says; later texts are notes. So a mark is recognised at the end of
/// the line and right
/// after the colon, once or stacked, and a line is put together again with one mark only.
/// </remarks>
/// <param name="Number">Number of the step.</param>
/// <param name="Mark">What stands in the box.</param>
/// <param name="Head">Everything up to and with the colon.</param>
/// <param name="Text">Title and description with the blanks in front of them.</param>
/// <param name="Annotations">The marks in their order.</param>
/// <param name="Notes">What stands behind the first mark and is none, trimmed.</param>
internal sealed record StepLine(
    int Number, char Mark, string Head, string Text, ImmutableArray<SpecAnnotation> Annotations, string Notes)
{
    /// <summary>The longest line that is read as a step.</summary>
    public const int MaxLength = 16 * 1024;

    private const string Lead = "- [";
    private const string Bold = "] **STEP ";
    private const string Colon = "**:";

    /// <summary>True when the box is ticked.</summary>
    public bool IsDone => Mark is 'x' or 'X';

    /// <summary>The number, if the line is a step line by its beginning; its mark may still be unknown.</summary>
    public static int? NumberOf(ReadOnlySpan<char> line) => HeadOf(line) is (var number, _) ? number : null;

    /// <summary>Takes a line apart; null when it is no step line.</summary>
    public static StepLine? Parse(string line)
    {
        if (line.Length > MaxLength || HeadOf(line) is not (var number, var length))
        {
            return null;
        }

        var annotations = ImmutableArray.CreateBuilder<SpecAnnotation>();
        var pieces = AnnotationScanner.Split(line[length..], annotations);
        var first = pieces.FindIndex(piece => !string.IsNullOrWhiteSpace(piece));
        var text = first < 0 ? "" : first == 0 ? pieces[0].TrimEnd() : " " + pieces[first].Trim();
        var notes = first < 0
            ? ""
            : string.Join(' ', pieces.Skip(first + 1).Select(piece => piece.Trim()).Where(piece => piece.Length > 0));
        return new StepLine(number, line[Lead.Length], line[..length], text, annotations.ToImmutable(), notes);
    }

    /// <summary>The line with this mark as its only one.</summary>
    /// <param name="done">Whether the box is ticked.</param>
    /// <param name="annotation">The mark, as text.</param>
    public string With(bool done, string annotation) =>
        $"{Lead}{(done ? 'x' : ' ')}{Head[(Lead.Length + 1)..]}{Text} {annotation}{(Notes.Length > 0 ? " " + Notes : "")}";

    private static (int Number, int Length)? HeadOf(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith(Lead) || line.Length < Lead.Length + 1 || !line[(Lead.Length + 1)..].StartsWith(Bold))
        {
            return null;
        }

        var start = Lead.Length + 1 + Bold.Length;
        var end = start;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
        {
            end++;
        }

        // At most six digits and no leading zero: 0, 007 and numbers that no plan has are no steps.
        if (end == start || end - start > 6 || line[start] == '0' || !line[end..].StartsWith(Colon))
        {
            return null;
        }

        return (int.Parse(line[start..end], CultureInfo.InvariantCulture), end + Colon.Length);
    }
}
