using System.Text;
using Tasker.Formats.TaskTree.Progress;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Status;
using Tasker.Testing;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>Status files, whoever wrote them, and the dashboard made of them.</summary>
public sealed class TreeStatusTests
{
    private static readonly TreePlace Place = new("tasks");

    [Fact]
    public void Record_is_written_and_read_again()
    {
        var record = new TaskRecord
        {
            TaskId = "a/1",
            Status = TaskProgress.Failed,
            StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            CompletedAt = new DateTimeOffset(2026, 1, 2, 4, 4, 5, TimeSpan.Zero),
            AgentId = "task-agent",
            OutputsValidated = false,
            DurationSeconds = 3600,
            ExitCode = 7,
            Error = "Missing outputs: “x”",
            BlockedBy = "a/0",
        };
        var bytes = TaskRecordJson.Write(record);

        Assert.Contains("\"started_at\": \"2026-01-02T03:04:05Z\"", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(record, TaskRecordJson.Read(bytes, "a/1", out _));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{\"task_id\": \"a/1\", \"status\"", "is no JSON, or only half of it")]
    [InlineData("[]", "holds no JSON object")]
    [InlineData("{\"task_id\": \"a/2\", \"status\": \"completed\"}", "is that of another task")]
    [InlineData("{\"status\": \"finished\"}", "has no 'status' that is known (completed, running, blocked, failed)")]
    public void Broken_file_is_told_with_the_reason(string text, string problem)
    {
        Assert.Null(TaskRecordJson.Read(Encoding.UTF8.GetBytes(text), "a/1", out var found));
        Assert.Equal(problem, found);
    }

    [Fact]
    public void Times_of_scripts_in_seconds_are_read() => Assert.Equal(
        DateTimeOffset.UnixEpoch.AddSeconds(1.5),
        TaskRecordJson.Read("{\"status\":\"running\",\"started_at\":1.5}"u8.ToArray(), "a/1", out _)!.StartedAt);

    [Fact]
    public void Dashboard_counts_every_phase_and_names_broken_files()
    {
        var files = new FakeTree()
            .Task("01-a/1", "estimated_duration: 2 hours\n").Task("01-a/2", "dependencies: [01-a/1]\nestimated_duration: 4 hours\n")
                .Task("01-a/3")
            .Task("02-b/1", "dependencies: [01-a]\nestimated_duration: 1-3 hours\n").Task("02-b/2")
            .With("workspace/status/01-a/1.json", "{\"task_id\":\"01-a/1\",\"status\":\"completed\",\"duration_seconds\":3600}")
            .With("workspace/status/01-a/2.json", "{\"status\":\"running\"}")
            .With("workspace/status/01-a/3.json", "{\"status\":\"failed\"}")
            .With("workspace/status/02-b/1.json", "{\"status\":\"blocked\"}")
            .With("workspace/status/02-b/2.json", "{\"status\":");
        var status = TreeStatus.Read(TaskTreeReader.Read(Place, files).Value!, files);

        Snapshot.Match(
            string.Join('\n', [.. Dashboard.Lines("garden", status.Value!), "", .. status.Diagnostics.Select(d => d.ToString())]) + "\n");
    }

    [Fact]
    public void Phase_without_tasks_is_at_nothing_and_no_division() => Assert.Equal(0, new PhaseCount("a", 0, 0, 0, 0, 0, 0).Percent);
}
