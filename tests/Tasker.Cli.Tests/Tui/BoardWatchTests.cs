using System.Threading.Channels;
using Tasker.Cli.Projects;
using Tasker.Cli.Tui;
using Tasker.Cli.Tui.Reading;
using Tasker.Planning.Files;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Tui;

/// <summary>Files of a plan that change, as the system tells it.</summary>
public sealed class BoardWatchTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-watch-").FullName;
    private readonly Channel<Parts> _told = Channel.CreateUnbounded<Parts>();

    private PlanningFolder Folder => PlanningFolder.OfTarget(_target);

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Fact]
    public async Task Each_part_is_told_by_itself_also_in_folders_that_come_later()
    {
        Directory.CreateDirectory(Folder.Root);
        using var watch = Open();

        Write("state.json");
        await ToldAsync(Parts.State);
        Write("tasker.db-wal");
        await ToldAsync(Parts.Runs);
        Directory.CreateDirectory(Folder.Tasks);
        await ToldAsync(Parts.Definitions);
        Write("tasks/T001.json");
        await ToldAsync(Parts.Definitions);
        Directory.CreateDirectory(Path.Combine(Folder.Logs, "run-1"));
        watch.Follow([Path.Combine(Folder.Logs, "run-1")]);
        Write("logs/run-1/a.1.log");
        await ToldAsync(Parts.Logs);
    }

    [Fact]
    public async Task What_is_only_there_for_a_moment_means_nothing()
    {
        Directory.CreateDirectory(Folder.Root);
        using var watch = Open();

        Write("state.json.lock");
        Write("state.json.lock.owner");
        Write("tasker.db-shm");
        Write("STOP");

        Assert.Equal(Parts.State, await _told.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task What_changes_before_anybody_listens_is_told_then()
    {
        Directory.CreateDirectory(Folder.Root);
        using var watch = new BoardWatch(Folder, new Project(_target), new ManualTime());
        Write("state.json");

        watch.Begin(parts => _told.Writer.TryWrite(parts));

        await ToldAsync(Parts.State);
    }

    private BoardWatch Open()
    {
        var watch = new BoardWatch(Folder, new Project(_target), new ManualTime());
        watch.Begin(parts => _told.Writer.TryWrite(parts));
        return watch;
    }

    private void Write(string file) => File.WriteAllText(Path.Combine(Folder.Root, file), "x");

    /// <summary>A file that is written may be told more than once.</summary>
    private async Task ToldAsync(Parts parts)
    {
        while (await _told.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)) != parts)
        {
        }
    }
}
