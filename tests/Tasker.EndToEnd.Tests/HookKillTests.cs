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

        using var plan = await DoneAsync();
        plan.Write($".git/hooks/{moment}", KillTasker);
        File.SetUnixFileMode(plan.PathOf($".git/hooks/{moment}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

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
        using var plan = await DoneAsync();
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => plan.RunAsync("hook", "post-task-commit", "T001")));

        Assert.All(all, one => Assert.True(one.ExitCode == 0, one.Error));
        var sha = await AssertOneCommitAsync(plan);
        Assert.All(all, one => Assert.Contains(sha, one.Output, StringComparison.Ordinal));
    }

    private static async Task<PlanProject> DoneAsync()
    {
        var plan = await PlanProject.CreateAsync(PlanProject.Succeed, "T001");
        plan.Write("src/T001.txt", "done");
        plan.Write(".tasker/bundles/T001-result.json", """{"task_id":"T001","name":"Make T001","status":"success","files":{"created":["src/T001.txt"]}}""");
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
