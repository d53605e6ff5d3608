namespace Tasker.EndToEnd.Tests;

/// <summary>The hook that commits, killed at its worst moments by git itself, and called by many at once.</summary>
public sealed class HookKillTests
{
    /// <summary>A hook of git whose parent is git, whose parent is Tasker.</summary>
    private const string KillTasker = """
        #!/bin/sh
        kill -9 "$(cut -d' ' -f4 "/proc/$PPID/stat")"
        """;

    [Theory]
    [InlineData("pre-commit")]
    [InlineData("post-commit")]
    public async Task Killed_before_or_behind_its_commit_it_is_made_once_and_its_sha_is_not_lost(string moment)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no SIGKILL to be survived.
        }

        using var plan = await DoneAsync("T001");
        plan.Write($".git/hooks/{moment}", KillTasker);
        File.SetUnixFileMode(
            plan.PathOf($".git/hooks/{moment}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.Equal(137, (await plan.RunAsync("hook", "post-task-commit", "T001")).ExitCode);
        Assert.False(plan.Json(".tasker/bundles/T001-result.json").TryGetProperty("git", out _));
        File.Delete(plan.PathOf($".git/hooks/{moment}"));
        var again = await plan.RunAsync("hook", "post-task-commit", "T001");

        Assert.True(again.ExitCode == 0, again.Error);
        var sha = await AssertOneCommitAsync(plan);
        Assert.Contains(sha, again.Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task Of_many_that_are_called_at_once_one_commits_and_all_tell_the_same()
    {
        using var plan = await DoneAsync("T001");
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => plan.RunAsync("hook", "post-task-commit", "T001")));

        Assert.All(all, one => Assert.True(one.ExitCode == 0, one.Error));
        var sha = await AssertOneCommitAsync(plan);
        Assert.All(all, one => Assert.Contains(sha, one.Output, StringComparison.Ordinal));
    }

    /// <summary>
    /// Each task is killed at another lock of a file: before git is asked, between its commands, around the writes of the state and of the
    /// result.
    /// </summary>
    [KillPointFact]
    public async Task Killed_at_any_of_its_locks_each_task_has_one_commit_and_its_result_names_it()
    {
        int[] moments = RealBinary.IsSlow ? [2, 4, 6, 8, 10, 12, 14] : [2, 6, 10, 14];
        string[] tasks = [.. moments.Select((_, at) => $"T{at + 1:D3}")];
        using var plan = await DoneAsync(tasks);
        var kills = 0;
        foreach (var (task, moment) in tasks.Zip(moments))
        {
            var killed = await plan.Binary.RunAsync(KillPoint.At("flock", moment), "hook", "post-task-commit", task);
            Assert.True(killed.ExitCode is 0 or 137, killed.Error);
            kills += killed.ExitCode == 137 ? 1 : 0;
            await plan.SucceedAsync("hook", "post-task-commit", task);
        }

        Assert.True(kills >= 3, $"Only {kills} kills happened; the test shows nothing.");
        Assert.Equal(tasks.Select(task => $"{task}: Make {task} src/{task}.txt"), await plan.CommitsAsync());
        foreach (var task in tasks)
        {
            var sha = (await plan.GitAsync("log", "--format=%H", "--", $"src/{task}.txt")).TrimEnd();
            Assert.Equal(sha, plan.Json($".tasker/bundles/{task}-result.json").GetProperty("git").GetProperty("commit_sha").GetString());
        }

        Assert.Equal(tasks, plan.State.GetProperty("events").EnumerateArray()
            .Where(one => one.GetProperty("type").GetString() == "task_committed").Select(one => one.GetProperty("task_id").GetString()));
    }

    private static async Task<PlanProject> DoneAsync(params string[] tasks)
    {
        var plan = await PlanProject.CreateAsync(PlanProject.Succeed, tasks);
        foreach (var task in tasks)
        {
            plan.Write($"src/{task}.txt", "done");
            plan.Write($".tasker/bundles/{task}-result.json",
                $$"""{"task_id":"{{task}}","name":"Make {{task}}","status":"success","files":{"created":["src/{{task}}.txt"]} }""");
        }

        return plan;
    }

    /// <returns>The commit.</returns>
    private static async Task<string> AssertOneCommitAsync(PlanProject plan)
    {
        Assert.Equal(["T001: Make T001 src/T001.txt"], await plan.CommitsAsync());
        var sha = (await plan.GitAsync("rev-parse", "HEAD")).TrimEnd();
        Assert.Equal(sha, plan.Json(".tasker/bundles/T001-result.json").GetProperty("git").GetProperty("commit_sha").GetString());
        Assert.Single(plan.State.GetProperty("events").EnumerateArray(), one => one.GetProperty("type").GetString() == "task_committed");
        return sha;
    }
}
