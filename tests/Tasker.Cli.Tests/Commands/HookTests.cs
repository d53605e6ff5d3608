using System.Text.Json;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Planning.Git;

namespace Tasker.Cli.Tests.Commands;

/// <summary><c>tasker hook</c>: what coding agents call by themselves answers each task for itself and never stands in their way.</summary>
public sealed class HookTests : IDisposable
{
    private const string Payload =
        """{"tool_response":{"content":[{"type":"text","text":"T001: SUCCESS\nT002: SUCCESS\nT003: SUCCESS"}]}}""";

    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_task_that_cannot_be_committed_keeps_none_of_the_others_from_it()
    {
        await BeginAsync();
        _place.Write("a.txt", "a").Write("c.txt", "c");
        _place.Write(".tasker/bundles/T001-result.json", """{"name":"One","status":"success","files":{"created":["a.txt"]}}""");
        _place.Write(".tasker/bundles/T002-result.json", "{ half");
        _place.Write(".tasker/bundles/T003-result.json", """{"name":"Three","status":"success","files":{"created":["c.txt"]}}""");
        _place.Answers = [Payload];

        var told = await _place.RunAsync("hook", "post-task-commit", "--json");

        Assert.Equal(0, told.ExitCode);
        var answers = told.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .ToArray();
        Assert.Equal(["T001 True", "T002 False", "T003 True"],
            answers.Select(one => $"{one.GetProperty("task_id")} {one.GetProperty("committed")}"));
        Assert.Equal([["a.txt"], [], ["c.txt"]],
            answers.Select(one => one.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).ToArray()));
        Assert.Equal([true, false, true], answers.Select(one => one.TryGetProperty("sha", out _)));
        Assert.Contains("no valid JSON", answers[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("tasker: T002: ", told.Error, StringComparison.Ordinal);
        Assert.Equal("T003: Three\nT001: One", await GitAsync("log", "--format=%s"));
    }

    [Theory]
    [InlineData("prices: { new: { input: 1, output: 1 } }", "Session abc: 2,000,000 tokens, $2.0000\n", "")]
    [InlineData(
        "",
        "Session abc: 2,000,000 tokens, $18.0000 (no price is known for new-one: "
            + "$3 and $15 a million were taken; 'prices' in tasker.yaml names it)\n", "")]
    [InlineData(
        "prices: { new: 5 }",
        "Session abc: 2,000,000 tokens, $18.0000 (no price is known for new-one: "
            + "$3 and $15 a million were taken; 'prices' in tasker.yaml names it)\n", "The usual prices were taken.")]
    public async Task Sessions_cost_what_the_project_says_and_guesses_are_told(string settings, string answer, string warning)
    {
        _place.Write("tasker.yaml", settings)
            .Write(
                "log.jsonl",
                """{"message":{"id":"m1","model":"new-one","usage":{"input_tokens":1000000,"output_tokens":1000000}}}""" + "\n");
        _place.Answers = ["""{"transcript_path":"log.jsonl","session_id":"abc"}"""];

        var told = await _place.RunAsync("hook", "subagent-stop");

        Assert.Equal((0, answer), (told.ExitCode, told.Out));
        Assert.Contains(warning, told.Error, StringComparison.Ordinal);
        Assert.Equal(warning.Length == 0, told.Error.Length == 0);
    }

    private async Task BeginAsync()
    {
        await _place.RunAsync("state", "init", ".");
        string[] commands = ["init --quiet", "config user.name a", "config user.email a@example.org", "config commit.gpgsign false"];
        foreach (var arguments in commands)
        {
            await GitAsync(arguments.Split(' '));
        }
    }

    private Task<string> GitAsync(params string[] arguments) => GitProgram.AskAsync(_place.Folder, null, default, arguments);
}
