using Tasker.Engine.Files;
using Tasker.Planning.Files;

namespace Tasker.Planning.Storing;

/// <summary>The lock on one plan: held from the reading of its state to the writing of it. It ends with its holder, also when that is killed.</summary>
/// <param name="folder">The plan.</param>
/// <param name="time">The clock for waiting.</param>
/// <param name="owner">Who holds it, for those who wait: the command.</param>
public sealed class PlanLock(PlanningFolder folder, TimeProvider time, string owner)
{
    private readonly ProjectLock _gate = new(folder.StateLock, time);

    private string OwnerFile => folder.StateLock + ".owner";

    /// <summary>Waits for the lock and takes it.</summary>
    /// <returns>Gives it back when disposed.</returns>
    /// <exception cref="PlanningException">Somebody else held it for 30 seconds; the message names who.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        IDisposable held;
        try
        {
            held = await _gate.TakeAsync(cancellationToken);
        }
        catch (IOException) when (File.Exists(folder.StateLock))
        {
            throw new PlanningException(PlanningCodes.Locked, $"The plan is being changed by {ReadOwner()} for too long. End that, or try again.");
        }

        try
        {
            // Only told to people who wait, so it need not survive anything.
            File.WriteAllText(OwnerFile, $"process {Environment.ProcessId} on {Environment.MachineName} ({owner})");
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private string ReadOwner()
    {
        try
        {
            var text = File.ReadAllText(OwnerFile).Trim();
            return text.Length is > 0 and < 300 ? text : "another program";
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return "another program";
        }
    }
}
