using System.Collections.Immutable;
using System.Text;
using Tasker.Core.Workflows;
using Tasker.Formats.PhaseTasks.Reading;
using Tasker.Formats.PhaseTasks.Translation;
using Tasker.Formats.Tests.Yaml;
using Tasker.Testing;

namespace Tasker.Formats.Tests.PhaseTasks;

public sealed class PhaseTaskReaderTests
{
    private static readonly ImmutableHashSet<string> StepTypes = ["noop", "custom-analysis"];

    private const string Meeting = """
        # Weekly Meeting

        Prose before the metadata.

        ```yaml
        name: Weekly Meeting  
        description: Decides what is done next.
        version: 1.0.0
        maxExecutionTime: 5 minutes
        retry:
          maxAttempts: 3
          backoffMs: 2000
        requirements:
          topic: string   # what it is about
          budget: number
          extra: object?
        ```

        ## Requirements
        - place: any
        - when

        ## Phase: Opening
        Sets the scene.

        ### Steps
        - Read the minutes
        - validation: {{input.budget}} > 0
        * [ ] custom-analysis: look at {{input.topic}}
        1. wait: 2 seconds - let people sit down

        ### Outputs
        - Minutes (approved/amended)

        ## Phase: Round Table
        dependsOn: [Opening]
        parallel: false
        timeout: 1m
        critical: true

        ### Agents
        - **chair** - leads
        - clerk (writes)

        ### Steps
        - agent: chair - What shall we do about {{input.topic}}?
          Think of the budget
          as well.
          timeout: 20 seconds
          retry: 2
        - agent: critic - What speaks against it?
          when: input.budget > 1000
        - aggregate: consensus quorum 50% - Do they agree?

        ## Phase 3: Closing ##
        depends_on:
          - Opening
          - "Round Table"
        retry: {maxAttempts: 2, backoffMs: 10}

        ### Agent Steps
        - agent: chair
        - validate: results.consensus.agreement >= 0.5 and phases.Opening.status == 'completed'
        - validation: Everybody was heard
        - aggregate: vote of Round Table, Closing - Count

        ## Notes
        - not a step

        ```json
        ## Phase: not one
        ```
        """;

    private const string Broken = """
        ```yaml
        name: Broken
        maxExecutionTime: "10"
        requirments: {}
        requirements:
          a: txt
          b: integer
        ```
        ## Phase:
        ### Steps
        - agent: two words - x
        - wait: soon
        - validation:
        - aggregate: consensys
        - agnet: chair - x
        -

        ## Phase: Analysis
        dependOn: Broken
        parallel: perhaps
        timeout: -5s
        retry: 0
        dependsOn: Verdict, Analysys, Verdict
        ### Agents
        - chair
        - chair
        ### Stepps
        - x
        ### Remarks

        ## Phase: Verdict
        dependsOn: Analysis
        parallel: true
        parallel: false
        when:

        ## Phase: verdict
        dependsOn: verdict
        ~~~~
        ## Phase: hidden
        """;

    private const string Misread = """
        ```yaml
        requirements: {amount: number}
        ```
        ## Phase: First
        ### Steps
        - agent: chair - {{input.amont}} and {{input.other}} {{#if}}
        - aggregate: vote of Second

        ## Phase: Second
        dependsOn: First
        when: input.amount >> 3
        ### Steps
        - validation: amount > 3
        - validation: phases.Third.status == 'completed'
        - validation: answers.chairman.confidence > 0.5
        - validation: results.vot.winner == 'A'
        - validation: answers
        - validation: Answers are complete
        - validation: true

        ## Phase: Third
        """;

    [Fact]
    public void Task_as_people_write_it_is_read_and_translated() => Snapshot.Match(Shown(Meeting));

    [Fact]
    public void Mistakes_are_told_at_their_places_all_at_once() => Snapshot.Match(Shown(Broken));

    [Fact]
    public void What_expressions_and_templates_read_must_be_there() => Snapshot.Match(Shown(Misread));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Line_ends_and_a_byte_order_mark_change_nothing(string end)
    {
        var plain = PhaseTaskReader.Read("t.md", Meeting.ReplaceLineEndings("\n"), StepTypes);
        var other = PhaseTaskReader.Read("t.md", Encoding.UTF8.GetBytes("\uFEFF" + Meeting.ReplaceLineEndings(end)), StepTypes);
        Assert.Equal(plain.Diagnostics.AsEnumerable(), other.Diagnostics);
        Assert.Equal(Encode(plain.Value!), Encode(other.Value!));
    }

    [Theory]
    [InlineData("A, B", "A|B")]
    [InlineData("[A, B]", "A|B")]
    [InlineData("['A, B', \"C\"]", "A, B|C")]
    [InlineData("Round Table", "Round Table")]
    [InlineData("Devil's advocate, Round Table", "Devil's advocate|Round Table")]
    [InlineData(" , ,A,", "A")]
    [InlineData("[", "")]
    public void Names_stand_in_all_forms(string text, string names) =>
        Assert.Equal(names, string.Join('|', NameList.Read(text.Trim(), default).Select(n => n.Text)));

    [Theory]
    [InlineData("5 minutes", 300_000)]
    [InlineData("5000", 5000)]
    [InlineData("500ms", 500)]
    [InlineData("1.5 hours", 5_400_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("2 hrs", 7_200_000)]
    [InlineData("3 Mins", 180_000)]
    [InlineData("-5s", null)]
    [InlineData("abc", null)]
    [InlineData("99999999999999", null)]
    public void Times_are_numbers_with_units_or_milliseconds(string text, int? milliseconds) =>
        Assert.Equal(milliseconds, TimeText.TryParse(text, out var time, out _) ? (int)time.TotalMilliseconds : null);

    [Theory]
    [InlineData("All risks are named", false)]
    [InlineData("Regulatory requirements are met", false)]
    [InlineData("risks and benefits", false)]
    [InlineData("Approved", false)]
    [InlineData("input is sound", false)]
    [InlineData("input.amount > 3", true)]
    [InlineData("{{input.amount}} > 3", true)]
    [InlineData("input.amount >> 3", true)]
    [InlineData("amount > 3", true)]
    [InlineData("true", true)]
    public void Sentences_are_told_from_expressions(string text, bool isExpression) =>
        Assert.Equal(isExpression, PhaseExpressions.IsMeant(text));

    [Fact]
    public void Files_that_are_too_large_or_no_text_are_refused()
    {
        Assert.Equal("TSK2002", PhaseTaskReader.Read("t.md", new byte[10 << 20], StepTypes).Diagnostics[0].Code);
        Assert.False(PhaseTaskReader.Read("t.md", [0xFF, 0xFE, 0], StepTypes).IsUsable);
    }

    [Fact]
    public void Very_many_phases_and_dependencies_are_refused_soon()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000)
            .Select(i => $"## Phase: p{i}\ndependsOn: {string.Join(',', Enumerable.Range(0, 15).Select(k => $"x{k}"))}\n"));
        Assert.Contains(PhaseTaskReader.Read("t.md", text, StepTypes).Diagnostics, d => d.Code == "TSK3220");
    }

    private static string Shown(string markdown)
    {
        var text = new StringBuilder();
        var task = PhaseTaskReader.Read("tasks/meeting.md", markdown.ReplaceLineEndings("\n"), StepTypes);
        var options = new PhaseTranslation { TemplateProblem = _ => "it has no end" };
        var workflow = task.IsUsable ? PhaseTranslator.Translate(task.Value, "tasks/meeting.md", options) : null;
        foreach (var found in task.Diagnostics.Concat(workflow?.Diagnostics ?? []).OrderBy(d => d.Where.Line).ThenBy(d => d.Where.Column))
        {
            text.Append(found).Append('\n');
        }

        return workflow is { IsUsable: true } ? text.Append(WorkflowText.Of(workflow.Value)).ToString() : text.ToString();
    }

    private static byte[] Encode(PhaseTask task) =>
        WorkflowCodec.Encode(PhaseTranslator.Translate(task, "t.md", new PhaseTranslation()).Value!);
}
