using System.Collections.Immutable;
using Tasker.Engine.Ports;
using Tasker.Storage.Memory;
using Tasker.Testing;

namespace Tasker.Storage.Tests.Testing;

public sealed class JournalDoublesTests
{
    private static readonly OwnerIdentity Owner = new("host", "boot", 1, 1);
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly NewRun Run = new(
        "r1", "build", "steps", "SPEC.md", DateTimeOffset.UnixEpoch, "hash", default, 1, new byte[] { 1 },
        ImmutableSortedDictionary<string, string>.Empty);

    [Fact]
    public async Task A_tap_tells_each_append_once_also_when_nobody_waited_yet()
    {
        var tap = new JournalTap(Memory());
        var run = await tap.CreateAsync(Run, Owner, TimeSpan.FromMinutes(1), None);
        var later = tap.NextAsync(a => a.Position == 2, None);
        Assert.False(later.IsCompleted);

        await tap.AppendAsync(run, 1, 1, new byte[] { 2 }, null, None);
        await tap.AppendAsync(run, 2, 1, new byte[] { 3 }, null, None);

        Assert.Equal([3], (await later).Facts.ToArray());
        Assert.Equal([0L, 1L, 2L], tap.Seen.Select(a => a.Position));
    }

    [Fact]
    public async Task A_tap_says_nothing_of_an_append_that_failed()
    {
        var faulty = new FaultyJournal(Memory());
        var tap = new JournalTap(faulty);
        var run = await tap.CreateAsync(Run, Owner, TimeSpan.FromMinutes(1), None);
        faulty.FailBefore(1, FaultyJournal.DiskFull);

        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await Append(tap, run, 1));

        Assert.Single(tap.Seen);
    }

    [Fact]
    public async Task An_append_fails_before_or_after_it_is_kept()
    {
        var inner = Memory();
        var faulty = new FaultyJournal(inner);
        var run = await faulty.CreateAsync(Run, Owner, TimeSpan.FromMinutes(1), None);
        faulty.FailBefore(2, FaultyJournal.DiskFull);
        faulty.FailAfter(3, FaultyJournal.DiskFull);

        await Append(faulty, run, 1);
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await Append(faulty, run, 2));
        Assert.Equal(2, (await inner.FindAsync("r1", None))!.Position);
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await Append(faulty, run, 2));
        Assert.Equal(3, (await inner.FindAsync("r1", None))!.Position);
        await Append(faulty, run, 3);

        Assert.Equal(4, faulty.Appends);
    }

    [Fact]
    public async Task A_held_append_is_kept_only_when_it_is_let_go()
    {
        var inner = Memory();
        var faulty = new FaultyJournal(inner);
        var run = await faulty.CreateAsync(Run, Owner, TimeSpan.FromMinutes(1), None);
        var before = faulty.HoldBefore(1);
        var after = faulty.HoldAfter(2);

        var append = Append(faulty, run, 1).AsTask();
        await before.Reached;
        Assert.Equal(1, (await inner.FindAsync("r1", None))!.Position);
        before.Release();
        await append;

        append = Append(faulty, run, 2).AsTask();
        await after.Reached;
        Assert.Equal(3, (await inner.FindAsync("r1", None))!.Position);
        Assert.False(append.IsCompleted);
        after.Release();
        await append;
    }

    [Fact]
    public async Task A_journal_that_is_gone_writes_nothing_until_it_is_repaired()
    {
        var faulty = new FaultyJournal(Memory());
        var run = await faulty.CreateAsync(Run, Owner, TimeSpan.FromMinutes(1), None);
        faulty.GoneFrom(1);

        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await Append(faulty, run, 1));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => faulty.RenewAsync(run, TimeSpan.FromMinutes(1), None));
        Assert.Equal(1, (await faulty.FindAsync("r1", None))!.Position);

        faulty.Repair();
        await Append(faulty, run, 1);
    }

    private static MemoryJournal Memory() => new(new ManualTime(), _ => true);

    private static ValueTask Append(IJournal journal, RunOwnership run, long position) =>
        journal.AppendAsync(run, position, 1, new byte[] { 9 }, null, None);
}
