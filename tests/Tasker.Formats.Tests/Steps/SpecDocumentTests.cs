namespace Tasker.Formats.Tests.Steps;

public sealed class SpecDocumentTests
{
    [Fact]
    public void A_step_line_gives_number_box_title_and_description()
    {
        var spec = Specs.Read(Specs.Bakery);

        Assert.Equal("Bakery plan", spec.Title);
        Assert.Equal([1, 2, 3], spec.Steps.Select(s => s.Number));
        Assert.Equal([true, false, false], spec.Steps.Select(s => s.IsDone));
        Assert.Equal("Bake a test loaf", spec.Steps[1].Title);
        Assert.Equal("One loaf with 500 g of flour", spec.Steps[1].Description);
        Assert.Equal(2, spec.FirstOpen);
    }

    [Fact]
    public void The_first_dash_with_blanks_ends_the_title() =>
        Assert.Equal(("A-B", "c - d"), Specs.Read("- [ ] **STEP 1**: A-B - c - d").Steps[0] is var s ? (s.Title, s.Description) : default);

    [Fact]
    public void A_note_on_an_open_line_is_part_of_its_description() =>
        Assert.Equal("Keep amounts and times (pending test loaf)", Specs.Read(Specs.Bakery).Steps[2].Description);

    [Fact]
    public void The_bold_lines_name_the_agent_and_the_mandatory_skill()
    {
        var spec = Specs.Read(Specs.Bakery);

        Assert.Equal("baker", spec.Executor);
        Assert.Equal("sourdough", spec.MandatorySkill);
    }

    [Fact]
    public void A_skill_that_is_not_said_to_be_for_all_is_not_mandatory() =>
        Assert.Equal("", Specs.Read("- [ ] **STEP 1**: A\n**Skill Integration**: Uses sourdough skill when asked").MandatorySkill);

    [Theory]
    [InlineData("✓ [2025-11-13]", "", "2025-11-13", "")]
    [InlineData("✓ [2025-11-13] [task_3-10_4a70c4a2]", "task_3-10_4a70c4a2", "2025-11-13", "")]
    [InlineData("✓ [2025-11-13] [task_3-10_4a70c4a2] (8/2 split)", "task_3-10_4a70c4a2", "2025-11-13", "(8/2 split)")]
    [InlineData("✓ [2025-11-13] (scaled for 1000 steps)", "", "2025-11-13", "(scaled for 1000 steps)")]
    [InlineData("✓ [task_id: task_1_a3b4c5d6] [2024-11-13 10:30]", "task_1_a3b4c5d6", "2024-11-13 10:30", "")]
    [InlineData("✓ [task_id: task_1_a3b4c5d6] [2024-11-13T10:30:00.123456]", "task_1_a3b4c5d6", "2024-11-13T10:30:00.123456", "")]
    [InlineData("✓ [task_id: task_1_a3b4c5d6] [2024-11-13T10:30:00+01:00] (noted: x)", "task_1_a3b4c5d6", "2024-11-13T10:30:00+01:00", "")]
    [InlineData("✅ (good)", "", "", "(good)")]
    [InlineData("✔️", "", "", "")]
    [InlineData("[task_3-10_4a70c4a2]", "task_3-10_4a70c4a2", "", "")]
    public void Every_old_form_of_the_mark_is_read_at_the_end_of_the_line(string tail, string id, string time, string notes)
    {
        var step = Specs.Read($"- [x] **STEP 5**: Title - Some words (95%) {tail}").Steps[0];

        Assert.Equal("Some words (95%)", step.Description);
        Assert.Equal(new(Formats.Steps.Spec.SpecAnnotationKind.Done, id, time), step.Annotation);
        Assert.Equal(notes, step.Notes);
    }

    [Theory]
    [InlineData("✓ [2025-11-13 10:30:00.123456] Title - Words")]
    [InlineData("✓ [task_id: task_5_a3b4c5d6] [2024-11-13T10:30:00] Title - Words")]
    [InlineData("✗ Failed [task_id: task_5_a3b4c5d6] [2024-11-13T10:30:00] Title - Words")]
    [InlineData("✗ Failed [task_id: task_5_aa] [2024-11-13] ✗ Failed [task_id: task_5_bb] [2024-11-14] Title - Words")]
    [InlineData("✗ Failed [task_id: task_5_aa] [2024-11-13] Title - Words ✓ [2024-11-14]")]
    public void A_mark_right_after_the_colon_is_read_once_or_stacked(string body)
    {
        var step = Specs.Read($"- [ ] **STEP 5**: {body}").Steps[0];

        Assert.Equal(("Title", "Words", ""), (step.Title, step.Description, step.Notes));
        Assert.NotNull(step.Annotation);
    }

    [Theory]
    [InlineData("Title - draw ✓ and ✗ on [2025-11-13]")]
    [InlineData("Title - due [2025-11-13]")]
    [InlineData("Title - see [task list] and [task_x]")]
    [InlineData("Title - reduction (95%), savings (30-40x)")]
    public void Signs_dates_and_brackets_in_prose_are_no_marks(string body)
    {
        var step = Specs.Read($"- [ ] **STEP 5**: {body}").Steps[0];

        Assert.Equal(body, $"{step.Title} - {step.Description}");
        Assert.Null(step.Annotation);
    }

    [Theory]
    [InlineData("- [ ] **Steps 1-2:** Environment set up")]
    [InlineData("- [ ] **STEP N**: Description")]
    [InlineData("- [ ] **STEP 0**: Zero")]
    [InlineData("- [ ] **STEP 1234567**: Too many digits")]
    [InlineData("1. **STEP 1**: numbered")]
    [InlineData("    - [ ] **STEP 1x**: code")]
    [InlineData("> - [ ] **STEP 1**: quoted")]
    [InlineData("```\n- [ ] **STEP 1**: fenced\n```")]
    [InlineData("~~~ text\n```\n- [ ] **STEP 1**: fenced\n~~~~")]
    [InlineData("````\n```\n- [ ] **STEP 1**: fenced\n````")]
    [InlineData("<!--\n- [ ] **STEP 1**: comment\n-->")]
    [InlineData("## STEP 1: heading")]
    public void What_only_looks_like_a_step_line_is_none(string text) =>
        Assert.Equal([7], Specs.Read($"{text}\n- [ ] **STEP 7**: Real").Steps.Select(s => s.Number));

    [Theory]
    [InlineData("- [ ] **Step 1**: lower case")]
    [InlineData("- [ ] **STEP 1:** colon inside")]
    [InlineData("- [ ] **STEP 01**: leading zero")]
    [InlineData("  - [ ] **STEP 1**: indented")]
    [InlineData("* [ ] **STEP 1**: star")]
    public void A_near_miss_is_told(string line) =>
        Assert.Equal(["TSK3005@1"], Specs.Codes(Specs.Parse($"{line}\n- [ ] **STEP 7**: Real")));

    [Fact]
    public void A_number_on_two_lines_is_an_error_that_names_both()
    {
        var result = Specs.Parse("- [ ] **STEP 1**: A\n- [ ] **STEP 10**: B\n- [x] **STEP 1**: C");

        var found = Assert.Single(result.Diagnostics);
        Assert.Null(result.Value);
        Assert.Equal(
            "SPEC.md:3:1: error TSK3002: Step 1 is here and on line 1. A number names one step. Renumber or remove one of the two lines.",
            found.ToString());
    }

    [Fact]
    public void All_problems_are_told_at_once() =>
        Assert.Equal(
            ["TSK3004@1", "TSK3002@2", "TSK3007@3", "TSK3003@4"],
            Specs.Codes(Specs.Parse("- [~] **STEP 1**: A\n- [ ] **STEP 1**: B\n## STEP 2: X\n## STEP 2: Y")));

    [Fact]
    public void A_file_without_step_lines_is_told_what_one_looks_like() =>
        Assert.Contains("- [ ] **STEP 1**:", Assert.Single(Specs.Parse("# Nothing here").Diagnostics).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_block_that_is_never_closed_and_hides_steps_is_told() =>
        Assert.Equal(["TSK3006@2"], Specs.Codes(Specs.Parse("- [ ] **STEP 1**: A\n```\n- [ ] **STEP 2**: B\n- [ ] **STEP 3**: C")));

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x2D, 0x00 })]
    [InlineData(new byte[] { 0x2D, 0x20, 0xC3, 0x28 })]
    [InlineData(new byte[] { })]
    public void Bytes_that_are_no_plan_are_findings(byte[] bytes) =>
        Assert.False(Formats.Steps.Spec.SpecDocument.Parse("SPEC.md", bytes).IsUsable);

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "")]
    [InlineData("\r\n", "\uFEFF")]
    public void Line_ends_and_byte_order_mark_do_not_matter(string end, string mark)
    {
        var spec = Specs.Read(mark + Specs.Bakery.ReplaceLineEndings(end));

        Assert.Equal(3, spec.Steps.Length);
        Assert.Equal("Bake one loaf and weigh it", spec.Steps[1].Section?.Objective);
    }
}
