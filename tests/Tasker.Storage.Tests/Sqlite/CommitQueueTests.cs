using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite;
using static Tasker.Storage.Tests.Sqlite.JournalSample;

namespace Tasker.Storage.Tests.Sqlite;

// Writes that come while another is under way share one flush, and not their failures.
public sealed class CommitQueueTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<RunOwnership> _runs = [];
    private readonly ManualResetEventSlim _go = new();
    private SqliteJournal _journal = null!;
    private WriteConnection _connection = null!;
    private CommitQueue _queue = null!;

    public async Task InitializeAsync()
    {
        _journal = Open(_folder["tasker.db"]);
        for (var i = 0; i < 8; i++)
        {
            _runs.Add(await CreateAsync(_journal, $"r{i}"));
        }

        _connection = new WriteConnection(_folder["tasker.db"], SqliteSettings.Default);
        _queue = new CommitQueue(_connection);
    }

    public async Task DisposeAsync()
    {
        await _queue.CloseAsync();
        _connection.Dispose();
        await _journal.DisposeAsync();
    }

    public void Dispose()
    {
        _go.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Writes_that_come_during_a_flush_share_the_next_one()
    {
        var leader = await LeadAsync();
        var waiting = _runs.Select(run => Append(run, 1)).ToArray();
        Assert.All(waiting, write => Assert.False(write.IsCompleted));

        _go.Set();
        await leader;
        await Task.WhenAll(waiting);

        Assert.Equal(1, _connection.Flushes);
        foreach (var run in _runs)
        {
            Assert.Equal(["created", "fact"], await ReadAsync(_journal, run.RunId));
        }
    }

    [Fact]
    public async Task A_refused_write_does_not_touch_those_it_shares_a_flush_with()
    {
        var leader = await LeadAsync();
        var first = Append(_runs[0], 1);
        var stale = Append(_runs[1] with { Epoch = 7 }, 1);
        var misplaced = Append(_runs[2], 5);
        var unknown = _queue.RunAsync(Do(writer => writer.Send("nobody", [1]))).AsTask();
        var last = Append(_runs[3], 1);

        _go.Set();
        await leader;
        await first;
        await last;
        await Assert.ThrowsAsync<OwnershipLostException>(() => stale);
        await Assert.ThrowsAsync<OwnershipLostException>(() => misplaced);
        await Assert.ThrowsAsync<RunNotFoundException>(() => unknown);

        Assert.Equal(1, _connection.Flushes);
        Assert.Equal(["created", "fact"], await ReadAsync(_journal, "r0"));
        Assert.Equal(["created"], await ReadAsync(_journal, "r1"));
        Assert.Equal(["created"], await ReadAsync(_journal, "r2"));
        Assert.Equal(["created", "fact"], await ReadAsync(_journal, "r3"));
    }

    [Fact]
    public async Task A_failure_of_the_disk_fails_all_who_share_the_flush_and_keeps_nothing()
    {
        _connection.Pragma($"max_page_count = {_connection.Pragma("page_count") + 3}");
        var leader = await LeadAsync();
        var small = Append(_runs[0], 1);
        var large = _queue.RunAsync(Do(writer => writer.Append(_runs[1], 1, 1, new byte[1 << 20], null))).AsTask();
        var after = Append(_runs[2], 1);

        _go.Set();
        await leader;
        foreach (var write in new[] { small, large, after })
        {
            var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => write);
            Assert.Contains("disk is full", failure.Message, StringComparison.Ordinal);
        }

        foreach (var run in _runs)
        {
            Assert.Equal(["created"], await ReadAsync(_journal, run.RunId));
        }

        await Append(_runs[0], 1);
    }

    [Fact]
    public async Task An_unforeseen_failure_of_a_write_reaches_everybody()
    {
        var leader = await LeadAsync();
        var broken = _queue.RunAsync<int>(_ => throw new InvalidTimeZoneException("unforeseen")).AsTask();
        var other = Append(_runs[0], 1);

        _go.Set();
        await leader;
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => broken);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => other);

        await Append(_runs[0], 1);
    }

    [Fact]
    public async Task Closing_waits_for_the_writes_under_way_and_takes_no_more()
    {
        var leader = await LeadAsync();
        var waiting = Append(_runs[0], 1);
        var closing = _queue.CloseAsync();
        Assert.False(closing.IsCompleted);
        Assert.Throws<ObjectDisposedException>(() => { _ = Append(_runs[1], 1); });

        _go.Set();
        await closing;

        Assert.True(waiting.IsCompletedSuccessfully);
        await leader;
        Assert.Equal(["created", "fact"], await ReadAsync(_journal, "r0"));
    }

    private static Func<RunWriter, bool> Do(Action<RunWriter> work) => writer =>
    {
        work(writer);
        return true;
    };

    // A write that changes nothing and is under way until the test lets it go.
    private async Task<Task> LeadAsync()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leader = Task.Run(() => _queue.RunAsync(Do(_ =>
        {
            entered.SetResult();
            _go.Wait(TimeSpan.FromMinutes(1));
        })).AsTask());
        await entered.Task;
        return leader;
    }

    private Task<bool> Append(RunOwnership run, long position) =>
        _queue.RunAsync(Do(writer => writer.Append(run, position, 1, "fact"u8, null))).AsTask();
}
