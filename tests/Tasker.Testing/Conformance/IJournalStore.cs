using Tasker.Engine.Ports;

namespace Tasker.Testing.Conformance;

/// <summary>A store that a conformance test opens more than once, as several processes would.</summary>
public interface IJournalStore : IAsyncDisposable
{
    /// <summary>Another journal over the same store. The store disposes of it at the end, if the test has not.</summary>
    IJournal Open();
}
