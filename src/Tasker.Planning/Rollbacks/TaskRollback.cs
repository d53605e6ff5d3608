using System.Text;
using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Git;

namespace Tasker.Planning.Rollbacks;

/// <summary>Undoes what a failed attempt did to files. What it removes or replaces is kept in <c>.tasker/rollback</c>. Done again it changes nothing.</summary>
/// <param name="folder">The plan.</param>
/// <param name="target">The target directory; absolute.</param>
public sealed class TaskRollback(PlanningFolder folder, string target)
{
    private readonly TargetFiles _files = new(target);

    /// <summary>Rolls the last attempt of a task back.</summary>
    /// <param name="state">The state; the task still runs in it.</param>
    /// <param name="task">The task.</param>
    /// <param name="named">Files that somebody says the attempt made or changed.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up between two files.</param>
    public async Task<RollbackReport> RunAsync(PlanState state, PlanTask task, IEnumerable<string> named, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(task);
        var (deleted, restored, skipped, unrestorable) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        var snapshot = new TaskSnapshot(folder, target).Read(task);
        var known = snapshot?.Files ?? new Dictionary<string, SnapshotFile>();
        var foreign = ForeignFiles(state, task);
        var safe = Path.Combine(folder.Rollbacks, $"{task.Id}-{now.UtcDateTime:yyyyMMdd'T'HHmmssfff}");
        foreach (var name in named.Concat(known.Keys).Distinct(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_files.Relative(name) is not { } path || foreign.Contains(path))
            {
                skipped.Add(name);
                continue;
            }

            var full = _files.Full(path);
            if (known.TryGetValue(path, out var before) && !before.Existed)
            {
                if (IsThere(full))
                {
                    Keep(full, path, safe, move: true);
                    DeleteEmptyParents(full, before.Parent);
                    deleted.Add(path);
                }
            }
            else if (before?.Copy is { } copy)
            {
                if (IsLink(full) || Checksum.OfFile(full) != before.Checksum || !HasMode(full, ModeOf(copy)))
                {
                    await ReplaceAsync(full, path, safe, await File.ReadAllBytesAsync(copy, cancellationToken), ModeOf(copy), cancellationToken);
                    restored.Add(path);
                }
            }
            else if (snapshot is null && task.Attempts == 0)
            {
                skipped.Add(path); // It was never begun, so it did nothing.
            }
            else
            {
                await FromCommitAsync(path, full, safe, snapshot?.BaseCommit, existed: before is not null, deleted, restored, unrestorable, cancellationToken);
            }
        }

        return new RollbackReport(Distinct(deleted), Distinct(restored), Distinct(skipped.Except(deleted).Except(restored)), Distinct(unrestorable));
    }

    /// <summary>A file of which there is no copy: the commit knows whether it was there. What the commit cannot say stays, and is told.</summary>
    private async Task FromCommitAsync(
        string path, string full, string safe, string? commit, bool existed, List<string> deleted, List<string> restored, List<string> unrestorable, CancellationToken cancellationToken)
    {
        var old = commit is null ? null : await GitProgram.ReadAsync(_files.Root, commit, path, cancellationToken);
        if (old is null || (old.Content is null && existed))
        {
            if (IsThere(full))
            {
                unrestorable.Add(path);
            }
        }
        else if (old.Content is not { } content)
        {
            if (IsThere(full))
            {
                Keep(full, path, safe, move: true);
                DeleteEmptyParents(full, "");
                deleted.Add(path);
            }
        }
        else if (old.IsLink)
        {
            if (new FileInfo(full).LinkTarget != Encoding.UTF8.GetString(content))
            {
                unrestorable.Add(path); // Where a link should lead is for people to say.
            }
        }
        else if (IsLink(full) || Checksum.OfFile(full) != Checksum.Of(content))
        {
            await ReplaceAsync(full, path, safe, content, mode: null, cancellationToken);
            restored.Add(path);
        }
    }

    /// <summary>Files that another task has in hand, or that a task that is done has made.</summary>
    private HashSet<string> ForeignFiles(PlanState state, PlanTask task) =>
    [
        .. state.Tasks.Where(other => other.Id != task.Id).SelectMany(other => other.Status switch
        {
            PlanTaskStatus.Running => other.Texts("declared_files"),
            PlanTaskStatus.Complete => other.FilesCreated.Concat(other.FilesModified).Where(path => !Declares(task, path)),
            _ => [],
        }).Select(_files.Relative).OfType<string>(),
    ];

    private bool Declares(PlanTask task, string path) => _files.Inside(task.Texts("declared_files")).Contains(_files.Relative(path) ?? "");

    /// <summary>A link in the place of the file is taken away first: what it leads to may lie anywhere.</summary>
    private static async Task ReplaceAsync(string full, string path, string safe, byte[] content, UnixFileMode? mode, CancellationToken cancellationToken)
    {
        Keep(full, path, safe, move: IsLink(full));
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        Leftovers.RemoveOf(full);
        await AtomicFile.WriteAsync(full, content, cancellationToken);
        if (mode is { } known && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, known);
        }
    }

    private static bool IsLink(string full) => new FileInfo(full).LinkTarget is not null;

    private static bool IsThere(string full) => File.Exists(full) || IsLink(full);

    private static UnixFileMode? ModeOf(string copy) => OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(copy);

    private static bool HasMode(string full, UnixFileMode? mode) => mode is not { } known || OperatingSystem.IsWindows() || !File.Exists(full) || File.GetUnixFileMode(full) == known;

    private static void Keep(string full, string path, string safe, bool move)
    {
        if (!IsThere(full))
        {
            return;
        }

        var place = Path.Combine(safe, path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (move)
        {
            File.Move(full, place, overwrite: true);
        }
        else
        {
            File.Copy(full, place, overwrite: true);
        }
    }

    /// <summary>Folders that the attempt made for the file go with it.</summary>
    private void DeleteEmptyParents(string full, string existed)
    {
        var stop = _files.Full(existed).Length;
        for (var at = Path.GetDirectoryName(full); at is not null && at.Length > stop && at.Length > _files.Root.Length && !Directory.EnumerateFileSystemEntries(at).Any(); at = Path.GetDirectoryName(at))
        {
            Directory.Delete(at);
        }
    }

    private static string[] Distinct(IEnumerable<string> paths) => [.. paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
