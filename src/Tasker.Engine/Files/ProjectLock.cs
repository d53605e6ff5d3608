namespace Tasker.Engine.Files;

/// <summary>
/// A lock between processes on one folder of a project: a file that one of them holds open. It ends with its holder,
/// also when that is killed.
/// </summary>
/// <param name="path">The file; its folder is made when it is not there.</param>
/// <param name="time">The clock for waiting.</param>
public sealed class ProjectLock(string path, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);

    // Many that wait and ask all the time would take the processors from the one that they wait for.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(80);

    /// <summary>Waits until the lock is free and takes it. Held for the moment of one write only.</summary>
    /// <returns>Gives the lock back when disposed.</returns>
    /// <exception cref="IOException">It was not free for 30 seconds, or cannot be made.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var (start, pause) = (time.GetTimestamp(), FirstPause);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (time.GetElapsedTime(start) < Patience && File.Exists(path))
            {
                await Task.Delay(pause, time, cancellationToken);
                pause = pause < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
