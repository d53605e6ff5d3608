using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.TaskTree.Growing;

/// <summary>
/// Whether a file can have come into the folder of tasks or gone since the last look: one question to the system for each folder in it.
/// </summary>
/// <param name="root">The project root; absolute.</param>
/// <param name="time">The clock.</param>
internal sealed class FolderWatch(string root, TimeProvider time)
{
    /// <summary>
    /// Times of folders are as coarse as the system's clock tick: what changed so shortly before a look may change again without a trace.
    /// </summary>
    private static readonly TimeSpan Coarse = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, DateTime> _folders = new(StringComparer.Ordinal);

    /// <summary>True when something may have changed since <see cref="Remember"/>; always before it.</summary>
    public bool HasChanged =>
        _folders.Count == 0 || _folders.Any(folder => folder.Value == default || Directory.GetLastWriteTimeUtc(folder.Key) != folder.Value);

    /// <summary>Remembers the folders as they are. Called before their files are listed, so that nothing falls between.</summary>
    /// <param name="tasks">The folder of tasks, from the project root.</param>
    public void Remember(string tasks)
    {
        _folders.Clear();
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var folder in TreeFiles.Folders(Path.Combine(root, tasks)))
        {
            var written = Directory.GetLastWriteTimeUtc(folder);
            _folders[folder] = now - written < Coarse ? default : written;
        }
    }
}
