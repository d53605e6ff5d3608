using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Planning.Files;

namespace Tasker.Cli.Tests.Commands;

/// <summary><c>tasker plugin</c> and <c>tasker prompt</c>: what coding agents are given, without writing over what people made.</summary>
public sealed class PluginTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Installing_puts_everything_in_its_place_and_again_changes_nothing()
    {
        var told = await _place.RunAsync("plugin", "install");

        Assert.Equal((0, ""), (told.ExitCode, told.Error));
        foreach (var path in new[] { "scripts/log-activity.sh", "scripts/ensure-git.sh", ".claude/hooks/post-task-commit.sh" })
        {
            Assert.Contains(path + "\n", told.Out, StringComparison.Ordinal);
            Assert.True(OperatingSystem.IsWindows()
                || File.GetUnixFileMode(Path.Combine(_place.Folder, path)).HasFlag(UnixFileMode.UserExecute));
        }

        Assert.Contains("description:", _place.Read(".claude/commands/plan.md"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_place.Folder, ".claude-plugin")));
        Assert.Equal(new Outcome(0, "Everything is there already.\n", ""), await _place.RunAsync("plugin", "install"));
    }

    [Fact]
    public async Task A_project_that_is_not_there_is_not_made()
    {
        var told = await _place.RunAsync("plugin", "install", "nowhere");

        Assert.Equal((1, "tasker: There is no folder 'nowhere'. Name the folder of the project.\n"), (told.ExitCode, told.Error));
        Assert.False(Directory.Exists(Path.Combine(_place.Folder, "nowhere")));
    }

    [Fact]
    public async Task Files_that_somebody_changed_stay_and_nothing_else_is_written_unless_it_is_forced()
    {
        _place.Write("scripts/ensure-git.sh", "mine").Write(".claude/agents/task-author.md", "mine, too");

        var refused = await _place.RunAsync("plugin", "install", "--json");

        Assert.Equal(1, refused.ExitCode);
        using var answer = JsonDocument.Parse(refused.Out);
        Assert.Equal("exists", answer.RootElement.GetProperty("code").GetString());
        Assert.Contains(".claude/agents/task-author.md, scripts/ensure-git.sh: there already and different; nothing was written. --force",
            refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_place.Folder, "*", SearchOption.AllDirectories).Length);
        Assert.Equal(0, (await _place.RunAsync("plugin", "install", "--force")).ExitCode);
        Assert.StartsWith("#!/bin/sh\n", _place.Read("scripts/ensure-git.sh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_replaces_what_nobody_has_touched_and_keeps_what_was_changed()
    {
        await _place.RunAsync("plugin", "install");
        var (plan, author) = (_place.Read(".claude/commands/plan.md"), _place.Read(".claude/agents/task-author.md"));
        MakeOlder(".claude/commands/plan.md", "older\n", "older\n");
        MakeOlder(".claude/agents/task-author.md", "older, and changed here\n", "older\n");
        File.Delete(Path.Combine(_place.Folder, "scripts/ensure-git.sh"));

        var told = await _place.RunAsync("plugin", "install");
        var again = await _place.RunAsync("plugin", "install", "--json");

        const string Kept = ".claude/agents/task-author.md: changed here, so it stays as it is; --force writes over it\n";
        Assert.Equal(new Outcome(0, $".claude/commands/plan.md\nscripts/ensure-git.sh\n{Kept}", ""), told);
        Assert.Equal(
            (plan, "older, and changed here\n"), (_place.Read(".claude/commands/plan.md"), _place.Read(".claude/agents/task-author.md")));
        Assert.Equal(
            [".claude/agents/task-author.md"], again.Json()[0].GetProperty("kept").EnumerateArray().Select(path => path.GetString()));
        Assert.Empty(again.Json()[0].GetProperty("written").EnumerateArray());

        Assert.Equal(0, (await _place.RunAsync("plugin", "install", "--force")).ExitCode);
        Assert.Equal(author, _place.Read(".claude/agents/task-author.md"));
        Assert.Equal("Everything is there already.\n", (await _place.RunAsync("plugin", "install")).Out);
    }

    [Theory]
    [InlineData("{ half", 1, "no valid JSON")]
    [InlineData("{}", 1, "there already and different")]
    [InlineData("""{"files":{".claude/commands/plan.md":7,"../outside":"0"}}""", 0, ".claude/commands/plan.md: changed here, so it stays")]
    public async Task A_list_of_installed_files_that_says_nothing_lets_nothing_be_replaced(string list, int exit, string why)
    {
        await _place.RunAsync("plugin", "install");
        _place.Write(".claude/tasker-plugin.json", list).Write(".claude/commands/plan.md", "mine");

        var told = await _place.RunAsync("plugin", "install");

        Assert.Equal(exit, told.ExitCode);
        Assert.Contains(why, told.Out + told.Error, StringComparison.Ordinal);
        Assert.Equal("mine", _place.Read(".claude/commands/plan.md"));
    }

    [Fact]
    public async Task The_folder_of_a_plugin_is_brought_up_to_date_as_well()
    {
        await _place.RunAsync("plugin", "write", "p");
        var plan = _place.Read("p/commands/plan.md");
        MakeOlder("p/commands/plan.md", "older\n", "older\n", "p/.claude-plugin/installed.json", "commands/plan.md");

        Assert.Equal(new Outcome(0, "p/commands/plan.md\n", ""), await _place.RunAsync("plugin", "write", "p"));
        Assert.Equal(plan, _place.Read("p/commands/plan.md"));
    }

    [Fact]
    public async Task Files_of_an_earlier_version_go_when_nobody_has_changed_them_and_nothing_else_does()
    {
        await _place.RunAsync("plugin", "install");
        MakeOlder(".claude/agents/former.md", "of before\n", "of before\n");
        MakeOlder(".claude/skills/former/SKILL.md", "of before\n", "of before\n");
        MakeOlder("scripts/changed.sh", "changed here\n", "of before\n");
        MakeOlder("scripts/gone.sh", "of before\n", "of before\n");
        File.Delete(Path.Combine(_place.Folder, "scripts/gone.sh"));
        MakeOlder("src/main.c", "mine\n", "mine\n");
        MakeOlder(".claude/settings.json", "mine\n", "mine\n");
        MakeOlder("scripts/../main.c", "mine\n", "mine\n");
        _place.Write("scripts/other.sh", "mine\n");

        var told = await _place.RunAsync("plugin", "install");

        Assert.Equal(
            new Outcome(
                0,
                ".claude/agents/former.md: removed, Tasker has it no more\n.claude/skills/former/SKILL.md: removed, Tasker has it no more\n"
                + "scripts/changed.sh: Tasker has it no more, but it was changed here, so it stays and is yours\n",
                ""),
            told);
        Assert.False(Directory.Exists(Path.Combine(_place.Folder, ".claude/skills/former")));
        Assert.All(new[] { "src/main.c", ".claude/settings.json", "main.c", "scripts/other.sh" },
            path => Assert.Equal("mine\n", _place.Read(path)));
        Assert.Equal("changed here\n", _place.Read("scripts/changed.sh"));
        Assert.Equal("Everything is there already.\n", (await _place.RunAsync("plugin", "install")).Out);
    }

    /// <summary>As if an earlier version had put another text there.</summary>
    private void MakeOlder(string file, string now, string installed, string list = ".claude/tasker-plugin.json", string? path = null)
    {
        _place.Write(file, now);
        var known = JsonNode.Parse(_place.Read(list))!;
        known["files"]![path ?? file] = Checksum.Of(Encoding.UTF8.GetBytes(installed));
        _place.Write(list, known.ToJsonString());
    }

    [Fact]
    public async Task Settings_that_are_there_keep_all_that_they_say()
    {
        _place.Write(".claude/settings.local.json",
            """{"model":"x","hooks":{"PostToolUse":[{"matcher":"Write","hooks":[{"type":"command","command":"lint"}]}],"Stop":[]}}""");

        Assert.Equal(0, (await _place.RunAsync("plugin", "install")).ExitCode);
        var once = _place.Read(".claude/settings.local.json");
        Assert.Equal("Everything is there already.\n", (await _place.RunAsync("plugin", "install")).Out);

        using var settings = JsonDocument.Parse(once);
        Assert.Equal("x", settings.RootElement.GetProperty("model").GetString());
        var hooks = settings.RootElement.GetProperty("hooks");
        Assert.Equal(["Write", "Task|Agent"],
            hooks.GetProperty("PostToolUse").EnumerateArray().Select(group => group.GetProperty("matcher").GetString()));
        Assert.Equal(0, hooks.GetProperty("Stop").GetArrayLength());
        Assert.Contains("tasker hook subagent-stop", once, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "no JSON object")]
    [InlineData("{ half", "no valid JSON")]
    [InlineData("""{"hooks":[]}""", "not an object of lists")]
    [InlineData("""{"hooks":{"PostToolUse":{}}}""", "not an object of lists")]
    public async Task Settings_that_cannot_be_used_are_told_and_nothing_is_written(string settings, string why)
    {
        _place.Write(".claude/settings.local.json", settings);

        var told = await _place.RunAsync("plugin", "install");

        Assert.Equal((1, true), (told.ExitCode, told.Error.Contains(why, StringComparison.Ordinal)));
        Assert.Equal(settings, _place.Read(".claude/settings.local.json"));
        Assert.Single(Directory.GetFiles(_place.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_is_in_the_way_is_told_all_at_once_and_nothing_is_written_even_when_it_is_forced()
    {
        _place.Write("scripts", "a file").Write(".claude/commands/plan.md/notes", "a folder");

        var told = await _place.RunAsync("plugin", "install", "--force");

        Assert.Equal((1, ""), (told.ExitCode, told.Out));
        Assert.Equal(
            "tasker: .claude/commands/plan.md, scripts: in the way of a file or folder that is needed there; "
                + "nothing was written. Move it.\n", told.Error);
        Assert.Equal(2, Directory.GetFiles(_place.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link_that_leads_out_of_the_project()
    {
        var outside = Directory.CreateTempSubdirectory("tasker-outside-").FullName;
        Directory.CreateSymbolicLink(Path.Combine(_place.Folder, "scripts"), outside);

        var told = await _place.RunAsync("plugin", "install");

        Assert.Equal(1, told.ExitCode);
        Assert.Contains("leads out of", told.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
        Assert.False(Directory.Exists(Path.Combine(_place.Folder, ".claude")));
        Directory.Delete(outside);
    }

    [Fact]
    public async Task The_plugin_is_written_as_a_folder_of_its_own()
    {
        Assert.Equal(0, (await _place.RunAsync("plugin", "write", "new/tasker")).ExitCode);

        Assert.Equal(
            "tasker", JsonDocument.Parse(_place.Read("new/tasker/.claude-plugin/plugin.json")).RootElement.GetProperty("name").GetString());
        Assert.Contains("tasker hook post-task-commit", _place.Read("new/tasker/hooks/hooks.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_prepared_without_agents_and_its_prompts_are_filled_in()
    {
        _place.Write("docs/specs/shop.md", "# Shop\n\n- REQ-1: The shop must sell.\n").Write("main.py", "print(1)\n");

        var prepared = await _place.RunAsync("plan", "--prepare", "--target", ".");
        var again = await _place.RunAsync("plan", "--prepare", "--target", ".");
        var prompt = await _place.RunAsync("prompt", "logic-architect");

        Assert.Equal(new Outcome(0, "Phase: spec_review\n", ""), prepared);
        Assert.Equal((0, "Phase: spec_review\n"), (again.ExitCode, again.Out));
        Assert.Equal(_place.Read("docs/specs/shop.md"), _place.Read(".tasker/inputs/spec.md"));
        Assert.Equal(0, prompt.ExitCode);
        Assert.Contains("TASKER_DIR: <folder>/.tasker\n", prompt.Out, StringComparison.Ordinal);
        Assert.Contains("Project type: existing\n", prompt.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("{TASKER_DIR}", prompt.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logic-architekt", "Did you mean 'logic-architect'?")]
    [InlineData("task-executor", "Which task?")]
    [InlineData("task-author T001", "Only the agent 'task-executor' has a task.")]
    [InlineData("task-executor T009", "T009")]
    [InlineData("spec-writer", "The session is missing")]
    public async Task A_prompt_that_cannot_be_made_is_told(string words, string why)
    {
        await _place.RunAsync("state", "init", ".");

        var told = await _place.RunAsync(["prompt", .. words.Split(' ')]);

        Assert.Equal((1, ""), (told.ExitCode, told.Out));
        Assert.Contains(why, told.Error, StringComparison.Ordinal);
    }
}
