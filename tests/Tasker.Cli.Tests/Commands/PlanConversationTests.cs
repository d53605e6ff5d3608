using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>What is asked at a terminal before a plan is made.</summary>
public sealed class PlanConversationTests : IDisposable
{
    private readonly CommandLine _place = new() { IsTerminal = true };

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task The_target_directory_is_asked_for_until_it_can_be()
    {
        _place.Answers = ["no/such/place", "."];

        var result = await _place.RunAsync("plan");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("What is the target project directory? ", result.Error, StringComparison.Ordinal);
        Assert.Contains("The parent directory does not exist: '<folder>/no/such'.", result.Error, StringComparison.Ordinal);
        Assert.Contains("Planning needs a specification", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_place.Folder));
    }

    [Fact]
    public async Task Who_does_not_want_to_proceed_changes_nothing()
    {
        Spec();
        _place.Write("main.py", "x");
        _place.Answers = ["."];

        var result = await _place.RunAsync("plan");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Stack: Python (1 files)", result.Out, StringComparison.Ordinal);
        Assert.EndsWith("Proceed with planning? (y/n): ", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_place.Folder, ".tasker")));
    }

    [Fact]
    public async Task What_is_critical_is_asked_and_what_is_not_answered_is_left_open()
    {
        Spec();
        _place.Answers = ["man", "it must be seen", "", "nonsense"];

        var result = await _place.RunAsync("plan", "--target", ".", "--quiet");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("2 critical weaknesses", result.Error, StringComparison.Ordinal);
        var decisions = _place.Read(".tasker/artifacts/spec-resolutions.json");
        Assert.Contains("\"resolution\": \"mandatory\"", decisions, StringComparison.Ordinal);
        Assert.Contains("it must be seen", decisions, StringComparison.Ordinal);
        Assert.Equal(1, decisions.Split("weakness_id").Length - 1);
        Assert.Contains("'tasker spec review add-resolution' decides it", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_specification_whose_interview_has_not_ended_is_not_planned_unless_somebody_insists()
    {
        Spec();
        _place.IsTerminal = false;
        _place.Write("docs/specs/list.capabilities.json", "{}");
        await _place.RunAsync("spec", "session", "init", "List");

        foreach (var line in new[] { new[] { "plan", "--target", "." }, ["plan", "docs/specs/list.md", "--prepare"] })
        {
            var refused = await _place.RunAsync(line);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("The interview about 'List' has not ended: phase scope. 'docs/specs/list.md' comes out of it", refused.Error,
                StringComparison.Ordinal);
            Assert.Contains("'tasker specify --target .' goes on with it; 'tasker plan --force' plans and reviews", refused.Error,
                StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(_place.Folder, ".tasker")));
        }

        Assert.Contains("\"gate_closed\"", (await _place.RunAsync("plan", "--target", ".", "--json")).Out, StringComparison.Ordinal);
        var forced = await _place.RunAsync("plan", "--target", ".", "--prepare", "--force");
        Assert.True(forced.ExitCode == 0, forced.ToString());
        Assert.Contains("Phase: spec_review", forced.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_place.Folder, ".tasker/artifacts/capability-map.json")));
        Assert.Contains(
            "The interview about 'List' has not ended: phase scope. This plan goes on with the specification that it took over",
            (await _place.RunAsync("plan", "--target", ".", "--prepare")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_a_terminal_the_interview_can_be_gone_on_with_first()
    {
        Spec();
        await _place.RunAsync("spec", "session", "init", "List");
        _place.Answers = ["y"];

        var result = await _place.RunAsync("plan", "--target", ".", "--quiet");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Go on with it now? (y/n): ", result.Error, StringComparison.Ordinal);
        Assert.Contains("What is the goal?", result.Error, StringComparison.Ordinal);
        Assert.Contains("The specification is not complete: phase scope", result.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_place.Folder, ".tasker/state.json")));
    }

    [Theory]
    [InlineData(
        "Another",
        "The interview about 'Another' has not ended: phase scope. 'tasker specify --target .' goes on with it; "
            + "this plan is of 'docs/specs/list.md'.")]
    [InlineData(null, "")]
    public async Task An_interview_about_something_else_or_a_broken_one_does_not_stop_a_plan(string? topic, string told)
    {
        Spec();
        _place.IsTerminal = false;
        if (topic is null)
        {
            _place.Write(".claude/spec-session.json", "{ broken");
        }
        else
        {
            await _place.RunAsync("spec", "session", "init", topic);
        }

        var result = await _place.RunAsync("plan", "--target", ".", "--prepare");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
    }

    private void Spec() => _place
        .Write("tasker.yaml", "agents:\n  nobody:\n    command: [\"false\"]\n    prompt: stdin\n")
        .Write("docs/specs/list.md", """
            # List

            ## Purpose

            The program keeps a list. A person uses it from a terminal.

            ## Requirements

            - REQ-1: The program must add an item with a text to the list.
            - REQ-2: The program must show every item with its number.

            ## Activation

            The script is put on the path when it is installed.
            """);
}
