using Tasker.Engine.Ports;
using Tasker.Storage.Memory;
using Tasker.Testing.Conformance;

namespace Tasker.Storage.Tests.Memory;

public sealed class MemoryJournalTests : JournalConformance
{
    protected override Task<IJournalStore> CreateStoreAsync(TimeProvider time, OwnerProbe ownerLives) =>
        Task.FromResult<IJournalStore>(new Store(new MemoryJournal(time, ownerLives)));

    // The memory of the process is the store, so opening it again gives the same journal.
    private sealed class Store(MemoryJournal journal) : IJournalStore
    {
        public IJournal Open() => journal;

        public ValueTask DisposeAsync() => journal.DisposeAsync();
    }
}
