using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Interviews that end in a specification, with agents that are a script.</summary>
public sealed class SpecifyTests : IDisposable
{
    private const string Agent = """
        set -eu
        prompt=$(cat)
        agent=$(printf '%s' "$prompt" | sed -n 's/.*agent name `\([a-z-]*\)`.*/\1/p' | head -1)
        echo "$agent" >> asked
        case $agent in
        spec-interviewer)
          to=$(printf '%s' "$prompt" | sed -n 's/.*write\*\* your questions to //p')
          case $to in
          *-1.json) [ "$(grep -c . asked)" -gt 1 ] && echo '{"questions":[{"question":"How many items?","why":"It decides about paging.","options":["ten"],"blocking":true},{"question":"Any colours?"}],"done":false}' > "$to";;
          *-2.json) echo '{"questions":[],"done":true}' > "$to";;
          esac;;
        spec-writer)
          mkdir -p docs/adrs; echo "# Use a file" > docs/adrs/ADR-0001-use-a-file.md
          cat spec.text > docs/specs/todo-list.md; cat map.json > docs/specs/todo-list.capabilities.json;;
        esac
        """;

    private static readonly string[] Scope = ["Keep a list of things to do", "sharing; colours", "", "REQ-1 and REQ-2 hold", "", "todo.sh"];

    private readonly CommandLine _place = new();

    public SpecifyTests() => _place
        .Write("tasker.yaml", "agents:\n  helper:\n    command: [sh, agent.sh]\n    prompt: stdin\n")
        .Write("agent.sh", Agent)
        .Write("map.json", TodoList.Map)
        .Write("spec.text", TodoList.Spec);

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task An_interview_ends_in_a_specification_with_its_capabilities_machines_and_decisions()
    {
        _place.Answers = [.. Scope, "ten at most", "", "Every command prints a line", "no rules"];

        var result = await _place.RunAsync("specify", "Todo list", "--target", ".", "-q");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("How many items?\n  It decides about paging.\n  For example: ten\n> ", result.Error, StringComparison.Ordinal);
        Assert.Contains("Specification: docs/specs/todo-list.md", result.Out, StringComparison.Ordinal);
        Assert.Equal("spec-interviewer\nspec-interviewer\nspec-interviewer\nspec-writer\n", _place.Read("asked"));
        Assert.Contains("\"machines\"", _place.Read("docs/fsm/todo-list/index.json"), StringComparison.Ordinal);
        Assert.Contains("not_applicable", _place.Read("docs/specs/todo-list.spec-resolutions.json"), StringComparison.Ordinal);
        var session = _place.Read(".claude/spec-session.json");
        string[] all =
        [
            "\"phase\": \"complete\"", "\"resolution\": \"ten at most\"", "ADR-0001-use-a-file.md", "\"sharing\"", "Any colours?",
        ];
        foreach (var kept in all)
        {
            Assert.Contains(kept, session, StringComparison.Ordinal);
        }

        Assert.Contains("phase complete", (await _place.RunAsync("specify", "--target", ".")).Error, StringComparison.Ordinal);
        Assert.Equal(4, _place.Read("asked").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task What_was_answered_is_not_asked_again()
    {
        _place.Answers = [.. Scope, "ten at most"];
        var first = await _place.RunAsync("specify", "Todo list", "--target", ".", "-q");
        Assert.Equal(1, first.ExitCode);
        Assert.Contains("Nobody is there to answer: Any colours?", first.Out + first.Error, StringComparison.Ordinal);

        _place.Answers = ["none", "Every command prints a line", "no rules"];
        var second = await _place.RunAsync("specify", "--target", ".", "-q");

        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.DoesNotContain("How many items?", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("What is the goal?", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_answer_that_is_needed_nothing_is_written()
    {
        _place.Answers = [.. Scope, "", "", ""];

        var result = await _place.RunAsync("specify", "Todo list", "--target", ".", "-q");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("its gate is closed: a question that blocks has no answer: How many items?", result.Out + result.Error,
            StringComparison.Ordinal);
        Assert.Contains("a question that blocks has no answer: How many items?", (await _place.RunAsync("spec", "session", "gate")).Out,
            StringComparison.Ordinal);
        Assert.DoesNotContain("spec-writer", _place.Read("asked"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_of_nothing_but_separators_do_not_pass_for_what_must_be_known()
    {
        _place.Answers = [Scope[0], "", "", ";", " ; ", "REQ-1 holds", "", "", "ten", "", "a line", "no rules"];

        var result = await _place.RunAsync("specify", "Todo list", "--target", ".", "-q");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(4, result.Error.Split("When is it done?").Length - 1);
        Assert.Contains("\"REQ-1 holds\"", _place.Read(".claude/spec-session.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocking_question_of_somebody_else_is_asked_before_anything_is_written()
    {
        await _place.RunAsync("spec", "session", "init", "Todo list");
        await _place.RunAsync("spec", "session", "add-question", "Who pays?", "--blocking");
        _place.Answers = [.. Scope, "ten at most", "", "the library", "a line", "no rules"];

        var result = await _place.RunAsync("specify", "--target", ".", "-q");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("This must be known before anything is written: Who pays?", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"resolution\": \"the library\"", _place.Read(".claude/spec-session.json"), StringComparison.Ordinal);
        Assert.Contains("- Who pays?: the library\n", _place.Read(".claude/clarify-session.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_already_is_not_written_again_when_only_its_review_is_open()
    {
        _place.Answers = [.. Scope, "ten at most", "", "Every command prints a line"];
        Assert.Equal(1, (await _place.RunAsync("specify", "Todo list", "--target", ".", "-q")).ExitCode);
        var (asked, edited) = (_place.Read("asked"), _place.Read("docs/specs/todo-list.md") + "\nMore by hand.\n");
        _place.Write("docs/specs/todo-list.md", edited);

        _place.Answers = ["no rules"];
        var result = await _place.RunAsync("specify", "--target", ".", "-q");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(asked, _place.Read("asked"));
        Assert.Equal(edited, _place.Read("docs/specs/todo-list.md"));
    }

    [Fact]
    public async Task A_specification_that_was_taken_away_is_written_again()
    {
        _place.Answers = [.. Scope, "ten at most", "", "Every command prints a line"];
        await _place.RunAsync("specify", "Todo list", "--target", ".", "-q");
        File.Delete(Path.Combine(_place.Folder, "docs/specs/todo-list.md"));

        _place.Answers = ["a line", "no rules"];
        var result = await _place.RunAsync("specify", "--target", ".", "-q");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(2, _place.Read("asked").Split("spec-writer").Length - 1);
    }

    [Fact]
    public async Task One_specification_after_the_other()
    {
        await _place.RunAsync("specify", "Todo list", "--target", ".", "-q");

        var refused = await _place.RunAsync("specify", "Another", "--target", ".");
        Assert.Contains("A session about 'Todo list' is not complete", refused.Error, StringComparison.Ordinal);
        await _place.RunAsync("specify", "Another", "--target", ".", "--force", "-q");

        Assert.Contains("\"topic\": \"Another\"", _place.Read(".claude/spec-session.json"), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(_place.Folder, ".claude"), "spec-session.2*.json"));
    }

    [Fact]
    public async Task A_map_that_no_machine_can_be_made_of_is_refused_with_the_reason()
    {
        _place.Write(
            "map.json",
            TodoList.Map.Replace("\"steps\":[{\"order\":1,\"behavior_id\":\"B1\"},{\"order\":2,\"behavior_id\":\"B2\"}]", "\"steps\":[]",
                StringComparison.Ordinal));
        _place.Answers = [.. Scope, "ten at most", "", "x", "y"];

        var result = await _place.RunAsync("specify", "Todo list", "--target", ".", "-q");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(3, _place.Read("asked").Split("spec-writer").Length - 1);
        Assert.Contains("phase gate", result.Out, StringComparison.Ordinal);
    }
}
