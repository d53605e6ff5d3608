using Tasker.Executors.Logs;

namespace Tasker.Executors.Tests.Logs;

/// <summary>Those who follow files hear of their own file, and the system is asked for one watch a folder.</summary>
public sealed class FolderWatchesTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-watches-").FullName;
    private readonly FolderWatches _watches = new();

    public void Dispose()
    {
        _watches.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Follower_hears_when_its_file_comes_and_when_it_grows()
    {
        var (came, grew, file) = (new TaskCompletionSource(), new TaskCompletionSource(), In("one", "log"));
        using var following = _watches.Follow(file, () =>
        {
            came.TrySetResult();
            _ = new FileInfo(file).Length == 0 || grew.TrySetResult();
        });

        await File.WriteAllTextAsync(file, "");
        await came.Task.WaitAsync(Guard);
        await File.AppendAllTextAsync(file, "line\n");
        await grew.Task.WaitAsync(Guard);
    }

    [Fact]
    public async Task Follower_hears_of_no_other_file_and_of_nothing_once_it_has_ended()
    {
        var (heard, last) = (0, new TaskCompletionSource());
        var ended = _watches.Follow(In("one", "ended"), () => heard++)!;
        using var other = _watches.Follow(In("one", "other"), () => heard++);
        using var mine = _watches.Follow(In("one", "mine"), () => last.TrySetResult());

        ended.Dispose();
        await File.WriteAllTextAsync(In("one", "ended"), "x");
        await File.WriteAllTextAsync(In("one", "mine"), "x"); // What the system tells is in order.
        await last.Task.WaitAsync(Guard);

        Assert.Equal(0, heard);
    }

    [Fact]
    public void However_many_files_are_followed_there_is_one_watch_a_folder()
    {
        var following = Enumerable.Range(0, 100).Select(i => _watches.Follow(In("one", $"{i}"), () => { })!).ToList();
        Assert.Equal(1, _watches.Count);

        using var elsewhere = _watches.Follow(In("two", "0"), () => { });
        Assert.Equal(2, _watches.Count);

        following.ForEach(one => one.Dispose());
        using var again = _watches.Follow(In("two", "1"), () => { });
        Assert.Equal(2, _watches.Count); // That of an idle folder stays for the next agent …

        using var third = _watches.Follow(In("three", "0"), () => { });
        Assert.Equal(2, _watches.Count); // … until another folder needs one.
    }

    private string In(string folder, string name) => Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName, name);
}
