using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing.Executors;

namespace Tasker.Cli.Tests.Commands;

/// <summary>A run of a tree that was left is gone on with, whatever has become of the files of tasks meanwhile.</summary>
public sealed class OpenTreeTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("orchestrate")]
    [InlineData("run", "tasks")]
    public async Task Bad_files_are_told_and_fail_alone_while_the_open_run_goes_on(params string[] command)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There are no named pipes in the file system to wait at.
        }

        const string settings = "tree: { command: [sh, agent.sh, '{file}'], cpu-per-task: none, memory-per-task: none }\n";
        _place.Write("tasker.yaml", settings).Write("agent.sh", "echo $TASKER_TASK_ID >> ran; echo up > up; read go < go\n");
        Task("1");
        Task("2", "a/1");
        using NamedPipe up = new(Path.Combine(_place.Folder, "up")), go = new(Path.Combine(_place.Folder, "go"));
        var left = _place.RunAsync("orchestrate");
        await up.NextLineAsync();
        (await _place.Stop.Task)();
        Assert.Equal(130, (await left.WaitAsync(TimeSpan.FromMinutes(1))).ExitCode);
        Task("2", "a/gone");
        Task("3", "a/nobody");

        go.Write("go\ngo");
        var told = await _place.RunAsync(command).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("a/1\na/2\n", _place.Read("ran"));
        Assert.Equal(1, told.ExitCode); // A file is still bad at the end.
        Assert.Contains("tasks/a/2.md:4:5: note TSK3120: ", told.Error, StringComparison.Ordinal);
        Assert.Contains("does this task as it was when it began", told.Error, StringComparison.Ordinal);
        Assert.Contains("tasks/a/3.md:4:5: error TSK3120: ", told.Out + told.Error, StringComparison.Ordinal);
        var after = await _place.RunAsync(command);
        Assert.Equal(2, after.ExitCode);
        Assert.Contains("tasks/a/2.md:4:5: error TSK3120: ", after.Error, StringComparison.Ordinal);
        Assert.Contains("tasks/a/3.md:4:5: error TSK3120: ", after.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_open_run_bad_files_end_it_and_nothing_is_made()
    {
        Task("1", "a/nobody");

        Assert.Equal(2, (await _place.RunAsync("orchestrate")).ExitCode);

        Assert.Equal([Path.Combine(_place.Folder, "tasks")], Directory.GetFileSystemEntries(_place.Folder));
    }

    [Fact]
    public async Task What_came_and_could_not_be_used_is_told_to_programs_too()
    {
        _place.Write("tasker.yaml", "tree: { command: [sh, agent.sh, '{file}'], cpu-per-task: none, memory-per-task: none }\n")
            .Write("agent.sh", "printf -- '---\\ntask_id: a/2\\n' > tasks/a/2.md\n");
        Task("1");

        var told = await _place.RunAsync("orchestrate", "--json");

        Assert.Equal(1, told.ExitCode);
        var last = told.Json()[^1];
        Assert.Equal("succeeded", last.GetProperty("result").GetString());
        var lacking = Assert.Single(last.GetProperty("shortfalls").EnumerateArray());
        Assert.Equal(("TSK3102", "tasks/a/2.md"), (lacking.GetProperty("code").GetString(), lacking.GetProperty("path").GetString()));
    }

    private void Task(string name, params string[] needs) =>
        _place.Write($"tasks/a/{name}.md",
            $"---\ntask_id: a/{name}\ndependencies:\n{string.Concat(needs.Select(need => $"  - {need}\n"))}title: t\n---\n");
}
