using System.Globalization;
using System.Text;
using Tasker.Engine.Files;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Status;

/// <summary>Writes the files of a task: its status, its process id, its log. Nothing outside the project is touched.</summary>
/// <remarks>
/// The log of a task that runs is a link to the log of its attempt; when it ends, the link becomes a copy. Status files are replaced at
/// once; they are on the disk when <see cref="FileSystemSync"/> has run, or as soon as they are written where there is no such thing.
/// </remarks>
/// <param name="root">The project root; absolute.</param>
/// <param name="place">Where the parts of the tree lie.</param>
internal sealed class TaskFiles(string root, TreePlace place)
{
    private readonly ProjectFolder _folder = new(root);
    private readonly HashSet<string> _withoutPid = new(StringComparer.Ordinal);

    /// <summary>Writes what a view shows. Writing the same again changes nothing.</summary>
    /// <exception cref="IOException">A file cannot be written, or leads out of the project.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public async Task ShowAsync(TaskView view, CancellationToken cancellationToken)
    {
        var (task, status) = (view.Task, place.StatusOf(view.Task));
        if (!view.IsRunning && !_withoutPid.Contains(task))
        {
            Remove(place.PidOf(task)); // First: a full disk lets it go.
            _withoutPid.Add(task);
        }

        if (view.Record is not { } record)
        {
            Remove(status); // Left by an earlier run: without a file it waits.
        }
        else if (!view.IsKept || !File.Exists(Full(status)))
        {
            var isFlushed = !FileSystemSync.IsPossible && record.Status is TaskProgress.Completed or TaskProgress.Failed;
            await WriteAsync(status, TaskRecordJson.Write(record), isFlushed, cancellationToken);
        }

        if (view.IsRunning)
        {
            Link(place.LogOf(task), view.Log!);
            await ShowPidAsync(view, cancellationToken);
            return;
        }

        if (view.Log is { } log)
        {
            Copy(place.LogOf(task), log);
        }
    }

    private async Task ShowPidAsync(TaskView view, CancellationToken cancellationToken)
    {
        _withoutPid.Remove(view.Task);
        if (view.Pid is { } pid)
        {
            var text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{pid}\n"));
            await WriteAsync(place.PidOf(view.Task), text, isFlushed: false, cancellationToken);
        }
    }

    private string Full(string path) => Path.Combine(root, path);

    private string Open(string path) => _folder.Make(Path.GetDirectoryName(path)!)
        ? Full(path)
        : throw new IOException($"'{path}' leads out of the project through a link.");

    private async Task WriteAsync(string path, byte[] bytes, bool isFlushed, CancellationToken cancellationToken)
    {
        var full = Open(path);
        if (new FileInfo(full).LinkTarget is not null)
        {
            File.Delete(full); // Ours are files; a link could lead anywhere.
        }

        await AtomicFile.WriteAsync(full, bytes, isFlushed, cancellationToken);
    }

    private void Remove(string path)
    {
        if ((int)new FileInfo(Full(path)).Attributes == -1)
        {
            return; // Mostly nothing is there: one look, where the folder would take many.
        }

        var folder = Path.GetDirectoryName(path)!;
        if (Beneath.HasFolder(root, folder) || (_folder.Holds(folder) && Directory.Exists(Full(folder))))
        {
            File.Delete(Full(path));
        }
    }

    private void Link(string path, string log)
    {
        var full = Open(path);
        var target = Path.GetRelativePath(Path.GetDirectoryName(full)!, log);
        if (new FileInfo(full).LinkTarget == target)
        {
            return;
        }

        File.Delete(full + ".new");
        File.CreateSymbolicLink(full + ".new", target);
        File.Move(full + ".new", full, overwrite: true);
    }

    private void Copy(string path, string log)
    {
        var full = Open(path);
        var (from, there) = (new FileInfo(log), new FileInfo(full));
        var isFile = there.Exists && !there.Attributes.HasFlag(FileAttributes.ReparsePoint);
        if (!from.Exists || (isFile && there.LastWriteTimeUtc >= from.LastWriteTimeUtc))
        {
            return;
        }

        File.Delete(full + ".new"); // A link could lead anywhere.
        File.Copy(log, full + ".new", overwrite: true);
        File.Move(full + ".new", full, overwrite: true);
    }
}
