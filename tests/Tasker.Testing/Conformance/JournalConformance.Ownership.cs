using Tasker.Engine.Ports;

namespace Tasker.Testing.Conformance;

// Who owns a run, and what those who do not can no longer do.
public abstract partial class JournalConformance
{
    [Fact]
    public async Task A_run_whose_owner_lives_is_not_given_away()
    {
        await CreateAsync("r1");

        Assert.Null(await Journal.AcquireAsync("r1", Owner(2), Lease, None));
        Assert.Null(await Journal.AcquireAsync("r1", Owner(1), Lease, None));

        var run = await Journal.FindAsync("r1", None);
        Assert.Equal((Owner(1), 1L, Time.GetUtcNow() + Lease), (run!.Owner, run.Epoch, run.LeaseUntil));
    }

    [Fact]
    public async Task A_released_run_is_taken_without_waiting()
    {
        await Journal.ReleaseAsync(await CreateAsync("r1"), None);
        var released = await Journal.FindAsync("r1", None);
        Assert.Null(released!.Owner);
        Assert.Null(released.LeaseUntil);

        var taken = await Journal.AcquireAsync("r1", Owner(2), Lease, None);

        Assert.Equal(new RunOwnership("r1", Owner(2), 2), taken);
    }

    [Fact]
    public async Task A_run_is_taken_when_its_lease_is_over()
    {
        await CreateAsync("r1");

        Time.Advance(Lease - TimeSpan.FromTicks(1));
        Assert.Null(await Journal.AcquireAsync("r1", Owner(2), Lease, None));
        Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(2, (await Journal.AcquireAsync("r1", Owner(2), Lease, None))!.Epoch);
    }

    [Fact]
    public async Task A_renewed_lease_lasts_from_the_renewal()
    {
        var ownership = await CreateAsync("r1");
        for (var i = 0; i < 10; i++)
        {
            Time.Advance(Lease / 2);
            Assert.True(await Journal.RenewAsync(ownership, Lease, None));
        }

        Time.Advance(Lease - TimeSpan.FromTicks(1));

        Assert.Null(await Journal.AcquireAsync("r1", Owner(2), Lease, None));
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromTicks(1), (await Journal.FindAsync("r1", None))!.LeaseUntil);
    }

    [Fact]
    public async Task A_dead_owner_loses_its_run_at_once()
    {
        await CreateAsync("r1");
        Kill(Owner(1));

        Assert.Equal(2, (await Journal.AcquireAsync("r1", Owner(2), Lease, None))!.Epoch);
        Assert.Equal(Owner(2), (await Journal.FindAsync("r1", None))!.Owner);
    }

    [Fact]
    public async Task An_owner_that_was_overtaken_can_do_nothing_more()
    {
        var old = await CreateAsync("r1");
        Time.Advance(Lease);
        var current = (await Journal.AcquireAsync("r1", Owner(2), Lease, None))!;
        await Journal.SendAsync("r1", Bytes("pause"), None);

        var refusal = await Assert.ThrowsAsync<OwnershipLostException>(async () => await AppendAsync(old, 2, "stale"));
        Assert.Contains("process 2 on host", refusal.Message, StringComparison.Ordinal);
        Assert.False(await Journal.RenewAsync(old, Lease, None));
        await Journal.ReleaseAsync(old, None);
        await Assert.ThrowsAsync<OwnershipLostException>(() => Journal.TakeMessagesAsync(old, None));
        await Assert.ThrowsAsync<OwnershipLostException>(() => Journal.RemoveMessagesAsync(old, long.MaxValue, None));

        Assert.Equal(["0+2 created, added"], await ReadTextsAsync(Journal, "r1"));
        Assert.Equal(Owner(2), (await Journal.FindAsync("r1", None))!.Owner);
        Assert.Single(await Journal.TakeMessagesAsync(current, None));
        await AppendAsync(current, 2, "fresh");
    }

    [Fact]
    public async Task An_owner_whose_lease_is_over_goes_on_while_nobody_has_taken_the_run()
    {
        var ownership = await CreateAsync("r1");
        Time.Advance(10 * Lease);

        await AppendAsync(ownership, 2, "late, but alone");

        Assert.True(await Journal.RenewAsync(ownership, Lease, None));
        Assert.Null(await Journal.AcquireAsync("r1", Owner(2), Lease, None));
    }

    [Fact]
    public async Task Who_released_a_run_can_do_nothing_more()
    {
        var ownership = await CreateAsync("r1");
        await Journal.ReleaseAsync(ownership, None);

        await Assert.ThrowsAsync<OwnershipLostException>(async () => await AppendAsync(ownership, 2, "x"));
        Assert.False(await Journal.RenewAsync(ownership, Lease, None));
        await Journal.ReleaseAsync(ownership, None);
    }

    [Fact]
    public async Task Of_many_that_take_a_run_at_once_one_gets_it()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = $"r{round}";
            await Journal.ReleaseAsync(await CreateAsync(id), None);
            var others = Enumerable.Range(0, 4).Select(_ => _store.Open()).ToArray();

            var taken = await Task.WhenAll(Enumerable.Range(2, 12).Select(process => Task.Run(
                () => others[process % 4].AcquireAsync(id, Owner(process), Lease, None))));

            var winner = Assert.Single(taken, o => o is not null);
            Assert.Equal(2, winner!.Epoch);
            Assert.Equal(winner.Owner, (await Journal.FindAsync(id, None))!.Owner);
            foreach (var other in others)
            {
                await other.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Epochs_rise_and_only_the_last_one_writes()
    {
        var owners = new List<RunOwnership> { await CreateAsync("r1") };
        for (var process = 2; process <= 5; process++)
        {
            Time.Advance(Lease);
            owners.Add((await Journal.AcquireAsync("r1", Owner(process), Lease, None))!);
        }

        Assert.Equal([1, 2, 3, 4, 5], owners.Select(o => o.Epoch));
        foreach (var stale in owners[..^1])
        {
            await Assert.ThrowsAsync<OwnershipLostException>(async () => await AppendAsync(stale, 2, "stale"));
        }

        await AppendAsync(owners[^1], 2, "fresh");
        Assert.Equal(["0+2 created, added", "2+1 fresh"], await ReadTextsAsync(Journal, "r1"));
    }

    [Fact]
    public async Task A_lease_without_end_never_ends()
    {
        await Journal.CreateAsync(Run("r1"), Owner(1), TimeSpan.MaxValue, None);

        Time.Advance(TimeSpan.FromDays(100_000));

        Assert.Null(await Journal.AcquireAsync("r1", Owner(2), Lease, None));
    }
}
