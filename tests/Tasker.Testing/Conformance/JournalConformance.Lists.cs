using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;

namespace Tasker.Testing.Conformance;

// Lists of runs, messages to their owners, and removal.
public abstract partial class JournalConformance
{
    [Fact]
    public async Task A_run_is_found_with_all_that_lists_show()
    {
        var labels = ImmutableSortedDictionary<string, string>.Empty.Add("phase", "01 \"plan\"").Add("träger", "日本");
        var run = Run("r1") with { Labels = labels };

        await Journal.CreateAsync(run, Owner(1), Lease, None);

        var found = await Journal.FindAsync("r1", None);
        Assert.Equal(labels, found!.Labels);
        Assert.Equal(
            new RunRecord(
                "r1", "build", "steps", "/plan/SPEC.md", Time.GetUtcNow(), "hash of the workflow", 2,
                new RunSummaryUpdate(RunStatus.Running, 0, 0, 0, null), Owner(1), Time.GetUtcNow() + Lease, 1, found.Labels),
            found);
    }

    [Fact]
    public async Task A_summary_is_kept_with_its_append_and_stays_until_the_next_one()
    {
        var ownership = await CreateAsync("r1");
        var halfway = new RunSummaryUpdate(RunStatus.Paused, 5, 2, 40, null);

        await Journal.AppendAsync(ownership, 2, 1, Bytes("paused"), halfway, None);
        await AppendAsync(ownership, 3, "no news");
        Assert.Equal(halfway, (await Journal.FindAsync("r1", None))!.Summary);

        var ended = Ended(Time.GetUtcNow().AddTicks(1234567));
        await Journal.AppendAsync(ownership, 4, 1, Bytes("ended"), ended, None);
        Assert.Equal(ended, (await Journal.FindAsync("r1", None))!.Summary);
    }

    [Fact]
    public async Task A_refused_append_leaves_the_summary_as_it_was()
    {
        var ownership = await CreateAsync("r1");

        await Assert.ThrowsAsync<OwnershipLostException>(
            async () => await Journal.AppendAsync(ownership, 9, 1, Bytes("x"), Ended(Time.GetUtcNow()), None));

        Assert.Equal(RunStatus.Running, (await Journal.FindAsync("r1", None))!.Summary.Status);
    }

    [Fact]
    public async Task Lists_show_the_newest_first()
    {
        await CreateAsync("old");
        Time.Advance(TimeSpan.FromSeconds(1));
        await CreateAsync("twin 1");
        await CreateAsync("twin 2");
        Time.Advance(TimeSpan.FromSeconds(1));
        await CreateAsync("new");

        Assert.Equal(["new", "twin 2", "twin 1", "old"], await ListAsync(new RunFilter()));
        Assert.Equal(["new", "twin 2"], await ListAsync(new RunFilter(Limit: 2)));
        Assert.Empty(await ListAsync(new RunFilter(Limit: 0)));
    }

    [Fact]
    public async Task Lists_are_narrowed_by_state_name_and_source()
    {
        await Journal.CreateAsync(Run("a", name: "build", source: "/a"), Owner(1), Lease, None);
        await Journal.CreateAsync(Run("b", name: "build", source: "/b"), Owner(1), Lease, None);
        var c = await Journal.CreateAsync(Run("c", name: "test", source: "/a"), Owner(1), Lease, None);
        await Journal.AppendAsync(c, 2, 1, Bytes("ended"), Ended(Time.GetUtcNow()), None);

        Assert.Equal(["b", "a"], await ListAsync(new RunFilter(Open: true)));
        Assert.Equal(["c"], await ListAsync(new RunFilter(Open: false)));
        Assert.Equal(["b", "a"], await ListAsync(new RunFilter(Name: "build")));
        Assert.Equal(["c", "a"], await ListAsync(new RunFilter(Source: "/a")));
        Assert.Equal(["a"], await ListAsync(new RunFilter(Open: true, Name: "build", Source: "/a", Limit: 5)));
        Assert.Empty(await ListAsync(new RunFilter(Name: "BUILD")));
    }

    [Fact]
    public async Task A_run_that_goes_on_after_its_end_is_open_again()
    {
        var ownership = await CreateAsync("r1");
        await Journal.AppendAsync(ownership, 2, 1, Bytes("ended"), Ended(Time.GetUtcNow()), None);
        await Journal.AppendAsync(ownership, 3, 1, Bytes("again"), new RunSummaryUpdate(RunStatus.Running, 2, 0, 3, null), None);

        Assert.Equal(["r1"], await ListAsync(new RunFilter(Open: true)));
        Assert.False(await Journal.DeleteAsync("r1", None));
    }

    [Fact]
    public async Task Long_lists_are_whole()
    {
        for (var i = 0; i < 300; i++)
        {
            await CreateAsync($"r{i:000}");
        }

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"r{299 - i:000}"), await ListAsync(new RunFilter()));
    }

    [Fact]
    public async Task Messages_come_in_the_order_of_sending_and_stay_until_they_are_removed()
    {
        var ownership = await CreateAsync("r1");
        var other = await CreateAsync("r2");
        await using var sender = _store.Open();
        await sender.SendAsync("r1", Bytes("pause"), None);
        await sender.SendAsync("r2", Bytes("not ours"), None);
        await sender.SendAsync("r1", Bytes("resume"), None);
        await sender.SendAsync("r1", Bytes(""), None);

        var messages = await Journal.TakeMessagesAsync(ownership, None);
        Assert.Equal(["pause", "resume", ""], messages.Select(m => Text(m.Content)));
        Assert.Equal(messages.Select(m => m.Id).Order().Distinct(), messages.Select(m => m.Id));
        Assert.Equal(3, (await Journal.TakeMessagesAsync(ownership, None)).Count);

        await Journal.RemoveMessagesAsync(ownership, messages[1].Id, None);
        Assert.Equal([""], (await Journal.TakeMessagesAsync(ownership, None)).Select(m => Text(m.Content)));
        Assert.Equal(["not ours"], (await Journal.TakeMessagesAsync(other, None)).Select(m => Text(m.Content)));
    }

    [Fact]
    public async Task Ids_of_messages_rise_though_all_were_removed()
    {
        var ownership = await CreateAsync("r1");
        await Journal.SendAsync("r1", Bytes("one"), None);
        var first = Assert.Single(await Journal.TakeMessagesAsync(ownership, None));
        await Journal.RemoveMessagesAsync(ownership, first.Id, None);

        await Journal.SendAsync("r1", Bytes("two"), None);
        await Journal.RemoveMessagesAsync(ownership, first.Id, None);

        var second = Assert.Single(await Journal.TakeMessagesAsync(ownership, None));
        Assert.True(second.Id > first.Id, $"{second.Id} after {first.Id}");
    }

    [Fact]
    public async Task Messages_outlive_the_owner_that_did_not_get_to_them()
    {
        await CreateAsync("r1");
        await Journal.SendAsync("r1", Bytes("abort"), None);
        Kill(Owner(1));

        var heir = (await Journal.AcquireAsync("r1", Owner(2), Lease, None))!;

        Assert.Equal("abort", Text(Assert.Single(await Journal.TakeMessagesAsync(heir, None)).Content));
    }

    [Fact]
    public async Task Only_an_ended_run_is_deleted_and_with_all_that_belongs_to_it()
    {
        var first = await CreateAsync("r1");
        var second = await CreateAsync("r2");
        await Journal.SendAsync("r1", Bytes("late"), None);
        Assert.False(await Journal.DeleteAsync("r1", None));

        await Journal.AppendAsync(first, 2, 1, Bytes("ended"), Ended(Time.GetUtcNow()), None);
        Assert.True(await Journal.DeleteAsync("r1", None));
        Assert.False(await Journal.DeleteAsync("r1", None));

        Assert.Equal(["r2"], await ListAsync(new RunFilter()));
        await Assert.ThrowsAsync<RunNotFoundException>(() => ReadTextsAsync(Journal, "r1"));
        await Assert.ThrowsAsync<OwnershipLostException>(async () => await AppendAsync(first, 3, "x"));
        Assert.False(await Journal.RenewAsync(first, Lease, None));
        Assert.Equal("the workflow", Text(await Journal.ReadWorkflowAsync("r2", None)));
        await AppendAsync(second, 2, "goes on");
    }

    [Fact]
    public async Task A_deleted_id_can_be_used_again_and_nothing_old_comes_back()
    {
        var first = await CreateAsync("r1");
        await AppendAsync(first, 2, "old");
        await Journal.SendAsync("r1", Bytes("old"), None);
        await Journal.AppendAsync(first, 3, 1, Bytes("ended"), Ended(Time.GetUtcNow()), None);
        await Journal.DeleteAsync("r1", None);

        var again = await Journal.CreateAsync(Run("r1", "the workflow"), Owner(2), Lease, None);

        await Assert.ThrowsAsync<OwnershipLostException>(async () => await AppendAsync(first, 2, "old"));
        Assert.Equal(["0+2 created, added"], await ReadTextsAsync(Journal, "r1"));
        Assert.Equal("the workflow", Text(await Journal.ReadWorkflowAsync("r1", None)));
        Assert.Empty(await Journal.TakeMessagesAsync(again, None));
    }

    private async Task<string[]> ListAsync(RunFilter filter) =>
        await Journal.ListAsync(filter, None).Select(r => r.RunId).ToArrayAsync(None);
}
