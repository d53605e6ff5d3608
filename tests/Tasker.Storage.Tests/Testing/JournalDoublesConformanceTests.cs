using Tasker.Engine.Ports;
using Tasker.Storage.Memory;
using Tasker.Testing;
using Tasker.Testing.Conformance;

namespace Tasker.Storage.Tests.Testing;

// The doubles keep the promises of the port as well, or tests that use them would prove nothing.
public sealed class JournalDoublesConformanceTests : JournalConformance
{
    protected override Task<IJournalStore> CreateStoreAsync(TimeProvider time, OwnerProbe ownerLives) =>
        Task.FromResult<IJournalStore>(new Store(new JournalTap(new FaultyJournal(new MemoryJournal(time, ownerLives)))));

    private sealed class Store(JournalTap journal) : IJournalStore
    {
        public IJournal Open() => journal;

        public ValueTask DisposeAsync() => journal.DisposeAsync();
    }
}
