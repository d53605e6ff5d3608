using FsCheck;
using FsCheck.Fluent;
using Tasker.Formats.Steps.Spec;

namespace Tasker.Formats.Tests.Steps;

public sealed class SpecMarkTests
{
    private const string Mark = "✓ [task_id: task_2_ab12cd34] [2026-11-20T10:30:00Z]";

    [Fact]
    public void Success_ticks_the_box_and_stands_at_the_end_of_the_line() =>
        Assert.Equal($"- [x] **STEP 2**: Title - Words {Mark}", Specs.Marked("- [ ] **STEP 2**: Title - Words", Specs.Done(2)));

    [Fact]
    public void Failure_leaves_the_box_open() =>
        Assert.Equal(
            "- [ ] **STEP 2**: Title - Words ✗ Failed [task_id: task_2_ab12cd34] [2026-11-20T10:30:00Z]",
            Specs.Marked("- [ ] **STEP 2**: Title - Words", Specs.Failed(2)));

    [Fact]
    public void A_failure_of_a_done_step_opens_its_box() =>
        Assert.StartsWith(
            "- [ ] **STEP 2**", Specs.Marked("- [x] **STEP 2**: T ✓ [2026-01-01]", Specs.Failed(2)), StringComparison.Ordinal);

    [Fact]
    public void A_note_stands_in_parentheses_on_one_line() =>
        Assert.Equal(
            $"- [x] **STEP 2**: T {Mark} (noted: a [b] c  d)", Specs.Marked("- [ ] **STEP 2**: T", Specs.Done(2, " a (b) c\r\nd ")));

    [Theory]
    [InlineData("T - W ✓ [2025-11-13]", "")]
    [InlineData("T - W ✓ [2025-11-13] [task_3-10_4a70c4a2] (8/2 split)", " (8/2 split)")]
    [InlineData("T - W ✗ Failed [task_id: task_2_aa] [2024-11-13T10:30:00]", "")]
    [InlineData("✓ [2025-11-13 10:30:00.123456] T - W", "")]
    [InlineData("✗ Failed [task_id: a] [2024-11-13] ✗ Failed [task_id: b] [2024-11-13] T - W", "")]
    [InlineData("✗ Failed [task_id: a] [2024-11-13] T - W ✓ [2024-11-13] (kept) and more", " (kept) and more")]
    [InlineData("T - W ✓ [task_id: task_2_aa] [2024-11-13T10:30:00Z] (noted: old) (kept)", " (kept)")]
    [InlineData("T - W ✓", "")]
    public void A_new_mark_replaces_every_old_form_and_keeps_the_notes_of_people(string body, string kept)
    {
        var marked = Specs.Marked($"- [x] **STEP 2**: {body}", Specs.Done(2));

        Assert.Equal($"- [x] **STEP 2**: T - W {Mark}{kept}", marked);
    }

    [Fact]
    public void A_note_on_an_open_line_stays_where_it_is() =>
        Assert.Equal($"- [x] **STEP 2**: T (pending) {Mark}", Specs.Marked("- [ ] **STEP 2**: T (pending)", Specs.Done(2)));

    [Fact]
    public void Step_1_is_not_step_10_and_examples_are_not_marked()
    {
        const string text =
            "```\n- [ ] **STEP 1**: example\n```\n- [ ] **STEP 10**: Ten\n- [ ] **STEP 1**: One\n- [ ] **Steps 1-2:** list\n";

        var marked = Specs.Marked(text, Specs.Done(1));

        Assert.Equal(text.Replace("- [ ] **STEP 1**: One", $"- [x] **STEP 1**: One {Mark}", StringComparison.Ordinal), marked);
    }

    [Theory]
    [InlineData("- [ ] **STEP 1**: other")]
    [InlineData("- [ ] **STEP 2**: a\n- [ ] **STEP 2**: b")]
    [InlineData("")]
    public void A_text_without_exactly_one_such_line_is_not_changed(string text) => Assert.Null(Specs.Done(2).Apply(Specs.Bytes(text)));

    [Fact]
    public void Bytes_that_are_no_text_are_not_changed() => Assert.Null(Specs.Done(2).Apply([.. Specs.Bytes("- [ ] **STEP 2**: a"), 0xFF]));

    [Fact]
    public void A_mark_changes_its_line_and_no_other_byte() =>
        Prop.ForAll(Documents.ToArbitrary(), document =>
        {
            var step = document.Steps[0];
            var marked = Specs.Done(step).Apply(Specs.Bytes(document.Text));
            var (before, after) = (Lines(document.Text), Lines(Specs.Text(marked!)));
            var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ToArray();
            return before.Length == after.Length && changed is [var only]
                && after[only].StartsWith($"- [x] **STEP {step}**:", StringComparison.Ordinal)
                && LineEnd(before[only]) == LineEnd(after[only]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Marking_twice_is_marking_once_with_the_last_mark() =>
        Prop.ForAll(Documents.ToArbitrary(), document =>
        {
            var (first, second) = (new SpecMark(document.Steps[0], SpecAnnotationKind.Failed, "task_9_00ff00ff", Specs.At.AddDays(-1), "x"),
                Specs.Done(document.Steps[0], "y"));
            var once = second.Apply(Specs.Bytes(document.Text))!;
            return second.Apply(first.Apply(Specs.Bytes(document.Text)))!.AsSpan().SequenceEqual(once)
                && second.Apply(once)!.AsSpan().SequenceEqual(once);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_marked_is_read_back() =>
        Prop.ForAll(Documents.ToArbitrary(), document =>
        {
            var step = document.Steps[0];
            var read = Specs.Read(Specs.Text(Specs.Done(step).Apply(Specs.Bytes(document.Text))!)).Find(step)!;
            return read.IsDone && read.Annotation == new SpecAnnotation(SpecAnnotationKind.Done, Specs.TaskId, "2026-11-20T10:30:00Z");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_give_a_document_or_findings_and_never_an_exception() =>
        Prop.ForAll<byte[]>(bytes => SpecDocument.Parse("SPEC.md", bytes) is { } result
            && (result.Value is not null || !result.Diagnostics.IsEmpty))
            .QuickCheckThrowOnFailure();

    private sealed record Document(string Text, int[] Steps);

    /// <summary>
    /// Random plans: prose, step lines with random pieces of marks and notes, random line ends, perhaps a byte order mark.
    /// </summary>
    private static Gen<Document> Documents =>
        from piece in Gen.Constant(Gen.Elements(
            "Title", "-", "words → ≤", "✓", "✗", "Failed", "[2025-11-13]", "[2024-11-13 10:30]", "[task_3-10_4a70c4a2]",
            "[task_id: task_1_aa]",
            "(a note)", "(noted: old)", "[x]", "(", ")", "✅", "[", "]", "é\u0301", "🍞"))
        from count in Gen.Choose(1, 6)
        from bodies in Gen.ListOf(Gen.ListOf(piece, 7).Select(parts => string.Join(' ', parts)), count)
        from boxes in Gen.ListOf(Gen.Elements(' ', 'x'), count)
        from prose in Gen.ListOf(
            Gen.Elements("", "text", "- [ ] **Steps 1-2:** list", "1. item", "trailing  ", "# head", "- [ ] other"), count + 1)
        from ends in Gen.ListOf(Gen.Elements("\n", "\r\n", "\r"), (2 * count) + 1)
        from mark in Gen.Elements("", "\uFEFF")
        from final in Gen.Elements(true, false)
        select Build(bodies, boxes, prose, ends, mark, final);

    private static Document Build(
        IEnumerable<string> bodies, IEnumerable<char> boxes, IEnumerable<string> prose, IEnumerable<string> ends, string mark, bool final)
    {
        var steps = bodies.Zip(boxes, (body, box) => (body, box)).Select((s, i) => $"- [{s.box}] **STEP {i + 1}**: {s.body}").ToArray();
        var lines = prose.SelectMany((text, i) => i < steps.Length ? new[] { text, steps[i] } : [text]).ToArray();
        var text = string.Concat(lines.Zip(ends, (line, end) => line + end));
        return new Document(
            mark + (final ? text : text.TrimEnd('\r', '\n')), [.. Enumerable.Range(1, steps.Length).OrderBy(i => i * 7919 % 13)]);
    }

    private static string[] Lines(string text)
    {
        var lines = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                lines.Add(text[start..(i + 1)]);
                start = i + 1;
            }
        }

        lines.Add(text[start..]);
        return [.. lines];
    }

    private static string LineEnd(string line) => line[line.TrimEnd('\r', '\n').Length..];
}
