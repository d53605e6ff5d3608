using System.Collections.Immutable;
using System.Text;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;

namespace Tasker.Testing.Conformance;

/// <summary>What every journal keeps to. An adapter derives from it and says how its store is made.</summary>
public abstract partial class JournalConformance : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly HashSet<OwnerIdentity> _dead = [];
    private IJournalStore _store = null!;

    /// <summary>The wall clock of the store.</summary>
    protected ManualTime Time { get; } = new();

    /// <summary>A journal that is open during the whole test.</summary>
    protected IJournal Journal { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _store = await CreateStoreAsync(Time, owner => !_dead.Contains(owner));
        Journal = _store.Open();
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    /// <summary>A new empty store.</summary>
    protected abstract Task<IJournalStore> CreateStoreAsync(TimeProvider time, OwnerProbe ownerLives);

    /// <summary>An owner that lives until <see cref="Kill"/>.</summary>
    protected static OwnerIdentity Owner(int process) => new("host", "boot", process, 1000 + process);

    protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    protected static RunSummaryUpdate Ended(DateTimeOffset at) => new(RunStatus.Succeeded, 3, 0, 3, at);

    protected static async Task<string[]> ReadTextsAsync(IJournal journal, string runId, long from = 0)
    {
        var texts = new List<string>();
        await foreach (var segment in journal.ReadAsync(runId, from, None))
        {
            texts.Add($"{segment.Position}+{segment.Count} {Text(segment.Facts)}");
        }

        return [.. texts];
    }

    protected NewRun Run(string id, string workflow = "the workflow", string name = "build", string source = "/plan/SPEC.md") => new(
        id, name, "steps", source, Time.GetUtcNow(), $"hash of {workflow}", Bytes(workflow), 2, Bytes("created, added"),
        ImmutableSortedDictionary<string, string>.Empty);

    protected Task<RunOwnership> CreateAsync(string id, int owner = 1) =>
        Journal.CreateAsync(Run(id), Owner(owner), Lease, None);

    protected ValueTask AppendAsync(RunOwnership ownership, long position, string facts, int count = 1) =>
        Journal.AppendAsync(ownership, position, count, Bytes(facts), null, None);

    protected void Kill(OwnerIdentity owner) => _dead.Add(owner);

    [Fact]
    public async Task A_new_run_has_its_first_facts_and_epoch_1()
    {
        var ownership = await CreateAsync("r1");

        Assert.Equal(new RunOwnership("r1", Owner(1), 1), ownership);
        Assert.Equal(["0+2 created, added"], await ReadTextsAsync(Journal, "r1"));
        Assert.Equal("the workflow", Text(await Journal.ReadWorkflowAsync("r1", None)));
    }

    [Fact]
    public async Task A_second_run_of_the_same_id_is_refused_and_changes_nothing()
    {
        await CreateAsync("r1");

        await Assert.ThrowsAsync<RunExistsException>(
            () => Journal.CreateAsync(Run("r1", "another"), Owner(2), Lease, None));

        Assert.Equal(["0+2 created, added"], await ReadTextsAsync(Journal, "r1"));
        Assert.Equal(Owner(1), (await Journal.FindAsync("r1", None))!.Owner);
        Assert.Equal("the workflow", Text(await Journal.ReadWorkflowAsync("r1", None)));
    }

    [Fact]
    public async Task A_run_may_begin_without_facts()
    {
        var ownership = await Journal.CreateAsync(Run("r1") with { FactCount = 0, Facts = default }, Owner(1), Lease, None);
        Assert.Empty(await ReadTextsAsync(Journal, "r1"));

        await AppendAsync(ownership, 0, "first");

        Assert.Equal(["0+1 first"], await ReadTextsAsync(Journal, "r1"));
    }

    [Fact]
    public async Task Appends_are_read_in_order_as_they_were_made()
    {
        var ownership = await CreateAsync("r1");

        await AppendAsync(ownership, 2, "started");
        await AppendAsync(ownership, 3, "ended, started, started", 3);
        await AppendAsync(ownership, 6, "");

        Assert.Equal(
            ["0+2 created, added", "2+1 started", "3+3 ended, started, started", "6+1 "], await ReadTextsAsync(Journal, "r1"));
        Assert.Equal(7, (await Journal.FindAsync("r1", None))!.Position);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(5, 3)]
    [InlineData(6, -1)]
    [InlineData(99, -1)]
    public async Task Reading_begins_at_the_segment_that_holds_the_position(long from, long first)
    {
        var ownership = await CreateAsync("r1");
        await AppendAsync(ownership, 2, "started");
        await AppendAsync(ownership, 3, "ended, started, started", 3);

        var read = await Journal.ReadAsync("r1", from, None).FirstOrDefaultAsync(None);

        Assert.Equal(first, read?.Position ?? -1);
    }

    [Fact]
    public async Task What_was_appended_is_there_for_another_journal_over_the_store()
    {
        var ownership = await CreateAsync("r1");
        await AppendAsync(ownership, 2, "started");

        await using var other = _store.Open();

        Assert.Equal(["0+2 created, added", "2+1 started"], await ReadTextsAsync(other, "r1"));
    }

    [Fact]
    public async Task An_append_at_another_position_is_refused_and_changes_nothing()
    {
        var ownership = await CreateAsync("r1");

        foreach (var position in new long[] { 0, 1, 3, 99 })
        {
            await Assert.ThrowsAsync<OwnershipLostException>(async () => await AppendAsync(ownership, position, "x"));
        }

        Assert.Equal(["0+2 created, added"], await ReadTextsAsync(Journal, "r1"));
        await AppendAsync(ownership, 2, "the right one");
    }

    [Fact]
    public async Task The_same_append_twice_is_refused_the_second_time()
    {
        var ownership = await CreateAsync("r1");
        await AppendAsync(ownership, 2, "started");

        await Assert.ThrowsAsync<OwnershipLostException>(async () => await AppendAsync(ownership, 2, "started"));

        Assert.Equal(["0+2 created, added", "2+1 started"], await ReadTextsAsync(Journal, "r1"));
    }

    [Fact]
    public async Task The_callers_buffer_may_be_used_again_after_an_append()
    {
        var ownership = await CreateAsync("r1");
        var buffer = Encoding.UTF8.GetBytes("kept");

        await Journal.AppendAsync(ownership, 2, 1, buffer, null, None);
        buffer.AsSpan().Fill((byte)'x');

        Assert.Equal(["0+2 created, added", "2+1 kept"], await ReadTextsAsync(Journal, "r1"));
    }

    [Theory]
    [InlineData("läuft/наряд/作業🚀")]
    [InlineData("with 'quotes\"; DROP TABLE run; --")]
    [InlineData("line\nbreak \u0001")]
    public async Task Any_text_may_be_an_id(string id)
    {
        var ownership = await CreateAsync(id);
        await AppendAsync(ownership, 2, id);

        Assert.Equal(["0+2 created, added", $"2+1 {id}"], await ReadTextsAsync(Journal, id));
        Assert.Equal(id, (await Journal.FindAsync(id, None))!.RunId);
        Assert.Null(await Journal.FindAsync(id.ToUpperInvariant() + " ", None));
    }

    [Fact]
    public async Task Ten_megabytes_of_facts_are_kept_to_the_last_byte()
    {
        var ownership = await CreateAsync("r1");
        var facts = new byte[10 << 20];
        new Random(4711).NextBytes(facts);

        await Journal.AppendAsync(ownership, 2, 100_000, facts, null, None);

        var read = await Journal.ReadAsync("r1", 2, None).SingleAsync(None);
        Assert.Equal(100_000, read.Count);
        Assert.True(read.Facts.Span.SequenceEqual(facts));
    }

    [Fact]
    public async Task Many_segments_are_read_whole_and_in_order()
    {
        var ownership = await CreateAsync("r1");
        for (var i = 2; i < 1100; i++)
        {
            await AppendAsync(ownership, i, $"fact {i}");
        }

        var read = await ReadTextsAsync(Journal, "r1", 2);

        Assert.Equal(Enumerable.Range(2, 1098).Select(i => $"{i}+1 fact {i}"), read);
    }

    [Fact]
    public async Task A_reader_goes_on_to_the_end_as_it_is_when_it_gets_there()
    {
        var ownership = await CreateAsync("r1");
        await AppendAsync(ownership, 2, "before");
        await using var reader = Journal.ReadAsync("r1", 0, None).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());

        await AppendAsync(ownership, 3, "meanwhile");

        Assert.True(await reader.MoveNextAsync());
        Assert.Equal("before", Text(reader.Current.Facts));
        while (await reader.MoveNextAsync())
        {
            Assert.Equal("meanwhile", Text(reader.Current.Facts));
        }

        Assert.Equal(3, (await ReadTextsAsync(Journal, "r1")).Length);
    }

    [Fact]
    public async Task Eight_runs_that_append_at_the_same_time_keep_their_orders()
    {
        const int appends = 60;
        var runs = new List<RunOwnership>();
        for (var r = 0; r < 8; r++)
        {
            runs.Add(await CreateAsync($"r{r}", r));
        }

        await Task.WhenAll(runs.Select(run => Task.Run(async () =>
        {
            for (var i = 0; i < appends; i++)
            {
                await AppendAsync(run, 2 + i, $"{run.RunId} {i}");
            }
        })));

        foreach (var run in runs)
        {
            var read = await ReadTextsAsync(Journal, run.RunId, 2);
            Assert.Equal(Enumerable.Range(0, appends).Select(i => $"{i + 2}+1 {run.RunId} {i}"), read);
        }
    }

    [Fact]
    public async Task Of_many_appends_at_one_position_exactly_one_is_kept()
    {
        var ownership = await CreateAsync("r1");

        var kept = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                await AppendAsync(ownership, 2, $"from {i}");
                return i;
            }
            catch (OwnershipLostException)
            {
                return -1;
            }
        })));

        var winner = Assert.Single(kept, i => i >= 0);
        Assert.Equal(["0+2 created, added", $"2+1 from {winner}"], await ReadTextsAsync(Journal, "r1"));
    }

    [Fact]
    public async Task A_cancelled_call_changes_nothing()
    {
        var ownership = await CreateAsync("r1");
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Journal.AppendAsync(ownership, 2, 1, Bytes("x"), null, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Journal.CreateAsync(Run("r2"), Owner(1), Lease, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Journal.ReadAsync("r1", 0, cancelled).CountAsync(None));

        Assert.Null(await Journal.FindAsync("r2", None));
        Assert.Equal(["0+2 created, added"], await ReadTextsAsync(Journal, "r1"));
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        Assert.Null(await Journal.FindAsync("r9", None));
        var reading = await Assert.ThrowsAsync<RunNotFoundException>(() => ReadTextsAsync(Journal, "r9"));
        Assert.Equal("r9", reading.RunId);
        await Assert.ThrowsAsync<RunNotFoundException>(() => Journal.ReadWorkflowAsync("r9", None));
        await Assert.ThrowsAsync<RunNotFoundException>(() => Journal.SendAsync("r9", Bytes("x"), None));
        await Assert.ThrowsAsync<RunNotFoundException>(() => Journal.AcquireAsync("r9", Owner(1), Lease, None));
        Assert.False(await Journal.DeleteAsync("r9", None));
        Assert.Empty(await Journal.ListAsync(new RunFilter(), None).ToArrayAsync(None));
    }
}
