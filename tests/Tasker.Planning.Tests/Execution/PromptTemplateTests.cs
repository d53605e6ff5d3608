using Tasker.Planning.Agents;
using Tasker.Planning.Execution;
using Tasker.Planning.Files;

namespace Tasker.Planning.Tests.Execution;

/// <summary>What the executors of tasks are told.</summary>
public sealed class PromptTemplateTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-prompts-").FullName;

    private PlanningFolder Folder => PlanningFolder.OfTarget(_target);

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Theory]
    [InlineData("## Logging (MANDATORY)")]
    [InlineData("log-activity INFO task-executor start")]
    [InlineData("log-activity INFO task-executor decision")]
    [InlineData("log-activity INFO task-executor complete")]
    [InlineData("log-activity WARN task-executor")]
    [InlineData("log-activity ERROR task-executor")]
    [InlineData("TASKER_DIR: {TASKER_DIR}")]
    [InlineData("Bundle: {BUNDLE}")]
    [InlineData("Target directory: {TARGET_DIR}")]
    [InlineData("## Self-Completion Protocol (CRITICAL)")]
    [InlineData("tasker state task complete {TASK_ID} --created file1 file2 --modified file3")]
    [InlineData("tasker state task fail {TASK_ID} \"error message\" --category <category> --retryable")]
    [InlineData("Return ONLY this line: `{TASK_ID}: SUCCESS`")]
    [InlineData("Return ONLY this line: `{TASK_ID}: FAILED - <one-line reason>`")]
    [InlineData("## Result File Schema")]
    [InlineData("\"status\": \"success|failed\"")]
    [InlineData("\"category\": \"dependency|compilation|test|validation|runtime\"")]
    [InlineData("\"fsm_adherence\"")]
    [InlineData("Do not use relative paths")]
    [InlineData("Do not create any there")]
    [InlineData("Tasker runs the verification command of every acceptance criterion itself")]
    public void The_shipped_prompt_tells_an_executor_everything_that_it_cannot_see(string needed) =>
        Assert.Contains(needed, PromptTemplate.Shipped(ExecutionNames.Executor), StringComparison.Ordinal);

    [Fact]
    public void Every_place_of_the_shipped_prompt_is_filled_in()
    {
        var text = ExecutorPrompt.Read(Folder).Fill(ExecutorPrompt.Places.ToDictionary(place => place, place => $"<{place}>"));

        Assert.All(ExecutorPrompt.Places, place => Assert.Contains($"<{place}>", text, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"\{[A-Z_]+\}", text);
    }

    [Fact]
    public void What_is_filled_in_is_not_looked_at_again()
    {
        var text = ExecutorPrompt.Read(Folder)
            .Fill(new Dictionary<string, string> { ["TASK_NAME"] = "{RESULT} {TASK_ID}", ["TASK_ID"] = "T001" });

        Assert.StartsWith("Execute task T001: {RESULT} {TASK_ID}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_prompt_of_the_project_takes_the_place_of_ours()
    {
        var (path, isNew) = await PromptTemplate.WriteAsync(Folder, ExecutionNames.Executor, default);
        Assert.True(isNew);
        Assert.Equal(PromptTemplate.Shipped(ExecutionNames.Executor), await File.ReadAllTextAsync(path));
        await File.WriteAllTextAsync(path, "{TASK_ID} {BUNDLE} {RESULT} {\"json\": 1}");

        Assert.False((await PromptTemplate.WriteAsync(Folder, ExecutionNames.Executor, default)).IsNew);
        Assert.Equal("T7 b r {\"json\": 1}",
            ExecutorPrompt.Read(Folder).Fill(new Dictionary<string, string> { ["TASK_ID"] = "T7", ["BUNDLE"] = "b", ["RESULT"] = "r" }));
    }

    [Fact]
    public void A_prompt_that_cannot_work_is_told_with_all_reasons()
    {
        Directory.CreateDirectory(Path.Combine(Folder.Root, "prompts"));
        File.WriteAllText(PromptTemplate.PathOf(Folder, ExecutionNames.Executor), "Do {TASK_IDD}; write {RESULT}.");

        var refused = Assert.Throws<PlanningException>(() => ExecutorPrompt.Read(Folder));

        Assert.Contains("Did you mean 'TASK_ID'?", refused.Message, StringComparison.Ordinal);
        Assert.Contains("does not tell {TASK_ID}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("does not tell {BUNDLE}", refused.Message, StringComparison.Ordinal);
    }
}
