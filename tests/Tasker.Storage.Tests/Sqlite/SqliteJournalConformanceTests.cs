using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite;
using Tasker.Testing.Conformance;

namespace Tasker.Storage.Tests.Sqlite;

public sealed class SqliteJournalConformanceTests : JournalConformance
{
    protected override Task<IJournalStore> CreateStoreAsync(TimeProvider time, OwnerProbe ownerLives) =>
        Task.FromResult<IJournalStore>(new Store(time, ownerLives));

    private sealed class Store(TimeProvider time, OwnerProbe ownerLives) : IJournalStore
    {
        private readonly TempFolder _folder = new();
        private readonly List<IJournal> _open = [];

        public IJournal Open()
        {
            var journal = new SqliteJournal(_folder[".tasker/tasker.db"], time, ownerLives);
            _open.Add(journal);
            return journal;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var journal in _open)
            {
                await journal.DisposeAsync();
            }

            _folder.Dispose();
        }
    }
}
