namespace Tasker.Engine.Control;

/// <summary>Wakes the owner of a run in another process. Only a hint: what is asked stands in the journal's messages.</summary>
public interface IBell
{
    /// <summary>Calls <paramref name="heard"/> whenever somebody rings for the run, until the returned object is disposed.</summary>
    IDisposable Listen(string runId, Action heard);

    /// <summary>Rings for a run. Nobody listening is no error.</summary>
    void Ring(string runId);
}
