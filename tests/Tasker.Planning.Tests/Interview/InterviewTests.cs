using Tasker.Core.Diagnostics;
using Tasker.Planning.Agents;
using Tasker.Planning.Interview;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Interview;

public sealed class InterviewTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-interview-").FullName;

    private InterviewFiles Files => new(_target, "todo");

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Fact]
    public void Its_workflow_is_sound()
    {
        var read = InterviewTranslator.Translate(Files, _ => "", null);

        Assert.Empty(read.Diagnostics.Where(d => d.Severity is Severity.Error or Severity.Warning));
        Assert.Equal(InterviewTranslator.MostRounds + 4, read.Value!.Root.Members.Length);
    }

    [Theory]
    [InlineData("spec-interviewer", "## Logging (MANDATORY)")]
    [InlineData("spec-interviewer", "tasker log-activity INFO spec-interviewer start")]
    [InlineData("spec-interviewer", "write** your questions to {QUESTIONS}")]
    [InlineData("spec-interviewer", "\"done\": false")]
    [InlineData("spec-interviewer", "Do not create directories yourself")]
    [InlineData("spec-writer", "## Logging (MANDATORY)")]
    [InlineData("spec-writer", "{PROJECT_CONTEXT}")]
    [InlineData("spec-writer", "write** {SPEC}")]
    [InlineData("spec-writer", "write** {CAPABILITY_MAP}")]
    [InlineData("spec-writer", "ADR-0001-<slug>.md")]
    [InlineData("spec-writer", "tasker spec review analyze {SPEC}")]
    [InlineData("spec-writer", "NOT sufficient")]
    public void Agents_are_told_what_they_cannot_see(string agent, string needed) =>
        Assert.Contains(needed, PromptTemplate.Shipped(agent), StringComparison.Ordinal);

    [Theory]
    [InlineData(InterviewNames.Interviewer)]
    [InlineData(InterviewNames.Writer)]
    public void Every_place_is_filled_in_and_the_reason_of_a_refusal_is_told(string agent)
    {
        Assert.DoesNotMatch(@"\{[A-Z_]+\}", InterviewPrompt.For(Files, agent, 1, null));
        Assert.Contains("- it is empty\n", InterviewPrompt.For(Files, agent, 1, "it is empty"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "was not written")]
    [InlineData("{", "no valid JSON")]
    [InlineData("{}", "no list 'questions'")]
    [InlineData("[]", "no JSON object")]
    public void Questions_that_cannot_be_read_are_told(string? text, string why)
    {
        Files.MakeFolders();
        if (text is not null)
        {
            File.WriteAllText(Files.Questions(1), text);
        }

        Assert.Contains(why, InterviewQuestions.Read(Files.Questions(1)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_command_says_while_a_person_thinks_is_kept_beside_the_answer()
    {
        var time = new ManualTime();
        await SpecSession.BeginAsync(_target, "todo", time.GetUtcNow(), default);
        Files.MakeFolders();
        File.WriteAllText(Files.Questions(1), """{"questions":[{"question":"How many?","blocking":true}],"done":true}""");
        var commands = new SessionAnswers(_target, time);
        var work = new InterviewWork(Files, time, async (question, _) =>
        {
            await commands.SetAsync("invariants", [question.Split('\n')[0]], add: true, default);
            return question.StartsWith("How many?", StringComparison.Ordinal) ? "ten" : "yes";
        });

        Assert.Null(await work.ScopeAsync(default));
        Assert.Equal((false, null), await work.AskAsync(1, default));
        Assert.Null(await work.GateAsync(default));

        var session = SpecSession.Read(_target);
        Assert.Equal(6, session.Texts("invariants").Count);
        Assert.Equal(
            ("ten", "yes", SpecPhases.Gate), (session.AnswerTo("How many?"), session.Scope["goal"]!.GetValue<string>(), session.Phase));
        Assert.Equal((false, null), await work.AskAsync(1, default)); // As after a crash behind the last answer.
        Assert.Single(File.ReadAllLines(new DiscoveryLog(_target).Path), "- How many?: ten");
    }

    [Fact]
    public void Questions_are_bounded_and_draw_nothing_on_a_terminal()
    {
        Files.MakeFolders();
        File.WriteAllText(
            Files.Questions(1),
            $$"""{"questions":[{"question":"a\u001b[2Jb\nc"},{"question":" "},7,{"question":"{{new string('x', 5000)}}","options":[1,"two"]},{{string.Join(',', Enumerable.Repeat("{\"question\":\"q\"}", 50))}}]}""");

        var questions = InterviewQuestions.Read(Files.Questions(1)).Questions!;

        Assert.Equal((20, "a[2Jb c", 1000, false),
            (questions.All.Count, questions.All[0].Question, questions.All[1].Question.Length, questions.IsDone));
    }
}
